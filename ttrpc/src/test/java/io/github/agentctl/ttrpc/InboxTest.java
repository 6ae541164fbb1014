// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class InboxTest {
    private final Inboxes all = new Inboxes();
    private final Arrivals arrivals = new Arrivals();
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final List<Object> heard = new ArrayList<>();
    private final List<Inbox> givenUp = new CopyOnWriteArrayList<>();
    private final Inbox inbox = inbox();

    @Test
    void givesNoMoreThanWasAskedForAndTheEndAfterTheLast() {
        inbox.offer(new byte[1]);
        inbox.offer(new byte[2]);
        inbox.end();
        work();
        assertThat(heard).isEmpty();

        inbox.request(1);
        work();
        assertThat(heard).containsExactly(1);
        inbox.request(5);
        work();
        assertThat(heard).containsExactly(1, 2, "end");
        assertThat(all.bytes()).isZero();
    }

    @Test
    void itsListenerIsToldOnceOfAllThatCameTogether() {
        inbox.request(5);
        inbox.offer(new byte[1]);
        inbox.offer(new byte[2]);
        assertThat(tasks).isEmpty();

        arrivals.tell();
        assertThat(tasks).hasSize(1);
        arrivals.tell();
        assertThat(tasks).hasSize(1);
        work();
        assertThat(heard).containsExactly(1, 2);
    }

    @Test
    void takesNothingOverItsLimitForAListenerThatReads() {
        assertThat(fillBehindAReader()).isBetween((Inbox.LIMIT >> 16) - 10, Inbox.LIMIT >> 16);
        assertThat(givenUp).isEmpty();
    }

    @Test
    void isWaitedForWhileItsListenerReads() {
        fillBehindAReader();
        awaitGivenUp();
        givenUp.clear();
        inbox.request(1);
        work();
        assertThat(inbox.offer(new byte[1 << 16])).isFalse();
        assertThat(givenUp).isEmpty();
    }

    @Test
    void takesAgainWhenItIsHalfEmpty() {
        int full = fillBehindAReader();
        inbox.request(full / 2 - 5);
        work();
        assertThat(inbox.offer(new byte[1 << 16])).isFalse();

        inbox.request(10);
        work();
        assertThat(inbox.offer(new byte[1 << 16])).isTrue();
    }

    @Test
    void isGivenUpWhenItsListenerHasTakenNothingForAWhile() {
        long begin = System.nanoTime();
        fillBehindAReader();
        inbox.request(1);
        awaitGivenUp();
        assertThat(System.nanoTime() - begin).isBetween(TimeUnit.MILLISECONDS.toNanos(50), TimeUnit.SECONDS.toNanos(5));
    }

    /** A connection does not wait to find out whether a listener reads. */
    @Test
    void refusesNothingUntilItIsKnownWhetherItsListenerReads() {
        long begin = System.nanoTime();
        while (inbox.bytes() < 2 * Inbox.LIMIT - (1 << 17)) {
            assertThat(inbox.offer(new byte[1 << 16])).isTrue();
        }
        while (givenUp.isEmpty()) {
            assertThat(System.nanoTime() - begin).isLessThan(TimeUnit.SECONDS.toNanos(5));
            Inbox.pause(this);
        }
        assertThat(givenUp).containsExactly(inbox);
    }

    @Test
    void isNotGivenUpForABurstThatFollowsAnIdleTime() {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < TimeUnit.MILLISECONDS.toNanos(700)) {
            Inbox.pause(this);
        }
        fillBehindAReader();
        assertThat(inbox.offer(new byte[1 << 16])).isFalse();
        assertThat(givenUp).isEmpty();
    }

    private void awaitGivenUp() {
        while (givenUp.isEmpty()) {
            assertThat(inbox.offer(new byte[1 << 16])).isFalse();
            Inbox.pause(this);
        }
    }

    private int fillBehindAReader() {
        inbox.offer(new byte[1]);
        inbox.offer(new byte[1]);
        inbox.request(1);
        work();
        return fill(inbox);
    }

    @Test
    void manyTogetherHoldNoMoreThanTheLimitOfTheirConnection() {
        List<Inbox> inboxes = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            inboxes.add(inbox());
            fill(inboxes.get(i));
        }
        assertThat(givenUp).isNotEmpty();
        // Each message is counted a little above its own size.
        assertThat(all.bytes()).isBetween(Inbox.LIMIT * 1L, Inboxes.LIMIT + (Inboxes.LIMIT >> 8));

        inboxes.forEach(Inbox::drop);
        assertThat(all.bytes()).isZero();
    }

    /** The one that has room of its own is not ended for those who take nothing. */
    @Test
    void whereTheConnectionHasNoRoomTheFullestThatIsNotReadIsGivenUp() {
        List<Inbox> stopped = new ArrayList<>();
        Inbox nearlyEmpty = inbox();
        nearlyEmpty.offer(new byte[1]);
        for (int i = 0; all.hasRoom(1 << 20); i++) {
            stopped.add(inbox());
            for (int piece = 0; piece < 48 && all.hasRoom(1 << 20); piece++) {
                stopped.get(i).offer(new byte[1 << 16]);
            }
        }
        Inbox sound = inbox();
        while (!sound.offer(new byte[1 << 20])) {
            Inbox.pause(this);
            givenUp.forEach(Inbox::drop);
        }
        assertThat(givenUp).isNotEmpty().isSubsetOf(stopped).hasSizeLessThan(stopped.size());
    }

    @Test
    void aListenerThatTakesOneNowAndThenIsGivenUpWithinTwoSeconds() {
        long begin = System.nanoTime();
        fillBehindAReader();
        while (givenUp.isEmpty()) {
            inbox.request(1);
            work();
            inbox.offer(new byte[1 << 16]);
            long next = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(200);
            while (System.nanoTime() < next) {
                Inbox.pause(this);
            }
        }
        assertThat(System.nanoTime() - begin)
                .isBetween(TimeUnit.MILLISECONDS.toNanos(800), TimeUnit.SECONDS.toNanos(4));
    }

    @Test
    void forgetsEverythingWhenItIsDropped() {
        inbox.offer(new byte[10]);
        inbox.request(1);
        inbox.drop();
        inbox.offer(new byte[10]);
        inbox.end();
        work();

        assertThat(heard).isEmpty();
        assertThat(all.bytes()).isZero();
    }

    private static int fill(Inbox inbox) {
        int taken = 0;
        while (inbox.offer(new byte[1 << 16])) {
            taken++;
        }
        return taken;
    }

    private Inbox inbox() {
        Inbox[] made = new Inbox[1];
        made[0] = new Inbox(
                all,
                arrivals,
                tasks::add,
                tasks::add,
                message -> heard.add(message.length),
                () -> heard.add("end"),
                () -> givenUp.add(made[0]));
        return made[0];
    }

    private void work() {
        arrivals.tell();
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }
}
