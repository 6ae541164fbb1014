// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.grpc.Deadline;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private static final int SENDERS = 32;
    private static final int FRAMES = 10_000;

    private final AtomicReference<IOException> failure = new AtomicReference<>();

    @RepeatedTest(3)
    void manySendersLoseAndMixNothing() throws Exception {
        sendFromMany(null);
    }

    @Test
    void manySendersLoseAndMixNothingWhateverThePeerTakesAtOnce() throws Exception {
        sendFromMany(new Random(1));
    }

    private void sendFromMany(@Nullable Random chance) throws Exception {
        Taker peer = new Taker(chance);
        Outbox outbox = new Outbox(peer, null, failure::set);
        CountDownLatch done = new CountDownLatch(SENDERS);
        for (int sender = 0; sender < SENDERS; sender++) {
            byte mark = (byte) sender;
            Threads.daemon("sender", () -> {
                        sendAll(outbox, mark);
                        done.countDown();
                    })
                    .start();
        }
        Deadline limit = Deadline.after(20, TimeUnit.SECONDS);
        while (done.getCount() > 0 && !limit.isExpired()) {
            outbox.hold();
            outbox.release();
        }
        assertThat(done.getCount()).isZero();
        outbox.release();
        outbox.awaitRoom(Deadline.after(10, TimeUnit.SECONDS), () -> false);

        List<byte[]> frames = peer.awaitFrames(SENDERS * FRAMES);
        int[] next = new int[SENDERS];
        for (byte[] frame : frames) {
            assertThat(ByteBuffer.wrap(frame).getInt(1)).isEqualTo(next[frame[0]]++);
        }
        assertThat(failure.get()).isNull();
        assertThat(peer.together).isFalse();
    }

    @Test
    void whatIsSentTogetherLeavesInOneWriteWhenItIsReleased() throws Exception {
        Taker peer = new Taker(null);
        Outbox outbox = new Outbox(peer, null, failure::set);
        outbox.hold();
        outbox.sendTogether(() -> frame((byte) 1, 0));
        outbox.sendTogether(() -> frame((byte) 2, 0));
        assertThat(peer.writes).isZero();

        outbox.release();

        assertThat(peer.writes).isOne();
        assertThat(peer.awaitFrames(2)).hasSize(2);
    }

    @Test
    void onlyWhoHoldsItReleasesIt() throws Exception {
        Taker peer = new Taker(null);
        Outbox outbox = new Outbox(peer, null, failure::set);
        outbox.hold();
        outbox.sendTogether(() -> frame((byte) 1, 0));

        Thread other = Threads.daemon("other", outbox::release);
        other.start();
        other.join();

        assertThat(peer.writes).isZero();
        outbox.release();
        assertThat(peer.writes).isOne();
    }

    @Test
    void whatIsNotSentTogetherTakesTheOthersAlong() throws Exception {
        Taker peer = new Taker(null);
        Outbox outbox = new Outbox(peer, null, failure::set);
        outbox.hold();
        outbox.sendTogether(() -> frame((byte) 1, 0));

        outbox.send(() -> frame((byte) 2, 0));

        assertThat(peer.awaitFrames(2)).hasSize(2);
        outbox.release();
        assertThat(peer.writes).isOne();
    }

    @Test
    void nothingWaitsForAReleaseWhereMuchIsThere() throws Exception {
        Taker peer = new Taker(null);
        Outbox outbox = new Outbox(peer, null, failure::set);
        outbox.hold();

        outbox.sendTogether(() -> new OutgoingFrame(new byte[Backlog.READY_WATER]));

        assertThat(peer.writes).isPositive();
    }

    @Test
    void whoDoesNotReadIsGivenUpWhereOthersNeedTheMemory() throws Exception {
        Backlogs all = new Backlogs(new Room(100_000), 0);
        AtomicReference<IOException> failureOfFew = new AtomicReference<>();
        unread(all, 1000, failureOfFew);
        unread(all, 200_000, failure);
        Taker peer = new Taker(null);

        new Outbox(peer, null, all, cause -> {}).send(() -> frame((byte) 1, 0));

        assertThat(peer.awaitFrames(1)).hasSize(1);
        assertThat(failure.get()).hasMessage("the peer does not read: 200000 bytes are waiting for it");
        assertThat(failureOfFew.get()).isNull();
        assertThat(all.bytes()).isEqualTo(1000);
    }

    @Test
    void whoMayStillReadIsNotGivenUp() throws Exception {
        Backlogs all = new Backlogs(new Room(100_000), Long.MAX_VALUE);
        unread(all, 200_000, failure);

        new Outbox(new Taker(null), null, all, cause -> {}).send(() -> frame((byte) 1, 0));

        assertThat(failure.get()).isNull();
        assertThat(all.bytes()).isEqualTo(200_000);
    }

    private static void unread(Backlogs all, int bytes, AtomicReference<IOException> failure) throws IOException {
        new Outbox(new Unreading(), null, all, failure::set).send(() -> new OutgoingFrame(new byte[bytes]));
    }

    @Test
    void whoSendsForOthersWhoDoNotStopIsReleasedFromIt() throws Exception {
        Taker peer = new Taker(null);
        Outbox outbox = new Outbox(peer, null, failure::set);
        AtomicBoolean more = new AtomicBoolean(true);
        peer.afterWrite = () -> {
            if (more.get()) {
                sendQuietly(outbox, new byte[60 << 10]);
            }
        };

        // On another thread, which therefore holds it too.
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            outbox.hold();
            outbox.sendTogether(() -> frame((byte) 1, 0));
            outbox.release();
        });

        assertThat(peer.writes).isGreaterThan(50);
        more.set(false);
    }

    private static void sendQuietly(Outbox outbox, byte[] bytes) {
        try {
            outbox.send(() -> new OutgoingFrame(bytes));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void sendAll(Outbox outbox, byte mark) {
        try {
            for (int number = 0; number < FRAMES; number++) {
                int current = number;
                outbox.sendTogether(() -> frame(mark, current));
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Length, who sends it, its number, and some more bytes. */
    private static OutgoingFrame frame(byte mark, int number) {
        byte[] bytes = new byte[16 + number % 50];
        ByteBuffer.wrap(bytes).putInt(bytes.length).put(mark).putInt(number);
        return new OutgoingFrame(bytes);
    }

    /** Takes nothing, ever. */
    private static final class Unreading extends FakeConnection {
        @Override
        public long write(ByteBuffer[] sources, int offset, int length) {
            return 0;
        }

        @Override
        public boolean awaitWritable(@Nullable Deadline until) {
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(5));
            return false;
        }
    }

    /** Takes what is written; some of it or nothing where there is chance. */
    private static final class Taker extends FakeConnection {
        private final @Nullable Random chance;
        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
        private final AtomicBoolean writing = new AtomicBoolean();
        private volatile boolean together;
        private volatile int writes;
        private Runnable afterWrite = () -> {};

        Taker(@Nullable Random chance) {
            this.chance = chance;
        }

        @Override
        public long write(ByteBuffer[] sources, int offset, int length) {
            together |= !writing.compareAndSet(false, true);
            writes++;
            long written = 0;
            for (int i = offset; i < offset + length; i++) {
                ByteBuffer source = sources[i];
                int most = chance == null ? source.remaining() : chance.nextInt(source.remaining() + 1);
                byte[] bytes = new byte[most];
                source.get(bytes);
                synchronized (taken) {
                    taken.writeBytes(bytes);
                }
                written += most;
                if (source.hasRemaining()) {
                    break;
                }
            }
            afterWrite.run();
            writing.set(false);
            return written;
        }

        /** Without their lengths. */
        List<byte[]> awaitFrames(int count) {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            List<byte[]> frames = frames();
            while (frames.size() < count && System.nanoTime() < end) {
                Thread.onSpinWait();
                frames = frames();
            }
            assertThat(frames).hasSize(count);
            return frames;
        }

        private List<byte[]> frames() {
            ByteBuffer all;
            synchronized (taken) {
                all = ByteBuffer.wrap(taken.toByteArray());
            }
            List<byte[]> frames = new ArrayList<>();
            while (all.remaining() >= 4 && all.remaining() >= all.getInt(all.position())) {
                byte[] frame = new byte[all.getInt() - 4];
                all.get(frame);
                frames.add(frame);
            }
            return frames;
        }

        @Override
        public boolean awaitWritable(@Nullable Deadline until) {
            return true;
        }
    }
}
