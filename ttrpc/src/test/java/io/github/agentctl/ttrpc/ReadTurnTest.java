// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.agentctl.ttrpc.ReadTurn.Waiter;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ReadTurnTest {
    private final ReadTurn turn = new ReadTurn();

    @Test
    void oneHasItAtATime() {
        Waiter one = new Waiter();
        assertThat(turn.take(one)).isTrue();
        assertThat(turn.take(new Waiter())).isFalse();
        assertThat(turn.takeAsReader()).isFalse();

        turn.pass();

        assertThat(turn.take(one)).isTrue();
    }

    @Test
    void theReaderStandsBehindTheCallers() {
        Waiter one = new Waiter();
        turn.take(one);
        Waiter next = new Waiter();
        turn.take(next);
        turn.pass();

        assertThat(turn.takeAsReader()).isFalse();
        assertThat(turn.take(next)).isTrue();
        turn.pass();
        assertThat(turn.takeAsReader()).isTrue();
    }

    @Test
    void passingItWakesTheNextInLine() throws InterruptedException {
        turn.take(new Waiter());
        Sleeper next = new Sleeper();

        turn.pass();

        next.awaitWoken();
    }

    @Test
    void passingItWakesTheLastInLineWhoseReplyWillComeLast() throws InterruptedException {
        turn.take(new Waiter());
        new Sleeper();
        Sleeper last = new Sleeper();

        turn.pass();

        last.awaitWoken();
    }

    @Test
    void leavingTheLineWakesTheNextWhereTheTurnIsFree() throws InterruptedException {
        turn.take(new Waiter());
        Sleeper other = new Sleeper();
        // Last in line, on this thread: it is unparked for the turn, but its reply came meanwhile.
        Waiter last = new Waiter();
        turn.take(last);
        turn.pass();

        turn.leave(last);

        other.awaitWoken();
    }

    @Test
    void leavingFromTheMiddleKeepsTheLineWhole() throws InterruptedException {
        turn.take(new Waiter());
        Waiter first = new Waiter();
        Waiter middle = new Waiter();
        turn.take(first);
        turn.take(middle);
        Sleeper last = new Sleeper();
        turn.leave(middle);
        turn.leave(first);

        turn.pass();

        last.awaitWoken();
    }

    /** A thread in line, parked until it is woken for the turn. */
    private final class Sleeper {
        private final CountDownLatch woken = new CountDownLatch(1);

        Sleeper() throws InterruptedException {
            ArrayBlockingQueue<Boolean> inLine = new ArrayBlockingQueue<>(1);
            Threads.daemon("sleeper", () -> {
                        Waiter me = new Waiter();
                        boolean taken = turn.take(me);
                        inLine.add(taken);
                        while (!turn.take(me)) {
                            LockSupport.park();
                        }
                        woken.countDown();
                    })
                    .start();
            assertThat(inLine.poll(10, TimeUnit.SECONDS)).isFalse();
        }

        void awaitWoken() throws InterruptedException {
            assertThat(woken.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }
}
