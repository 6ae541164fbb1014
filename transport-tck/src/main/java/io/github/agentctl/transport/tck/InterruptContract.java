// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Deadline;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** An interrupt ends a wait and nothing else. */
public interface InterruptContract extends Contract {
    /** The reader's wait ends, its flag stays, the connection lives. */
    @Test
    default void endsAReadersWait() throws IOException {
        try (Pair pair = Pair.open(specifics())) {
            Worker<Boolean> waiting = Worker.start(() ->
                    !pair.client().awaitReadable(null) && Thread.currentThread().isInterrupted());
            waiting.awaitBlockedIn("awaitReadable").interrupt();
            assertThat(waiting.result()).isTrue();
            requireAlive(pair);
        }
    }

    /** The writer's wait ends, its flag stays, the connection lives. */
    @Test
    default void endsAWritersWait() throws IOException {
        try (Pair pair = Pair.open(specifics())) {
            int size = Blocking.fill(pair.client());
            Worker<Boolean> waiting = Worker.start(() ->
                    !pair.client().awaitWritable(null) && Thread.currentThread().isInterrupted());
            waiting.awaitBlockedIn("awaitWritable").interrupt();
            assertThat(waiting.result()).isTrue();
            assertThat(Blocking.read(pair.server(), size)).hasSize(size);
            requireAlive(pair);
        }
    }

    /** Reads, writes and waits of an interrupted thread do what they do, and do not wait. */
    @Test
    default void servesAnInterruptedThread() throws IOException {
        try (Pair pair = Pair.open(specifics())) {
            Thread.currentThread().interrupt();
            assertThat(pair.client().awaitReadable(null)).isFalse();
            assertThat(pair.client().read(ByteBuffer.allocate(1))).isZero();
            assertThat(pair.server().write(ByteBuffer.wrap(new byte[] {5}))).isEqualTo(1);
            // An interrupted thread cannot wait for what is still on its way.
            Deadline limit = Blocking.limit();
            ByteBuffer target = ByteBuffer.allocate(1);
            while (pair.client().read(target) == 0 && !limit.isExpired()) {
                Thread.onSpinWait();
            }
            assertThat(target.flip().get()).isEqualTo((byte) 5);
            assertThat(Thread.interrupted()).isTrue();
            requireAlive(pair);
        }
    }

    /** Thousands of interrupts of a waiting reader and a waiting writer: both live, and the bytes are whole. */
    @Test
    default void survivesThousandsOfInterrupts() throws IOException {
        byte[] sent = Blocking.bytes(16 << 20, 9);
        try (Pair pair = Pair.open(specifics())) {
            Worker<byte[]> reading = Worker.start(() -> Blocking.read(pair.server(), sent.length));
            for (int i = 0; i < 2000; i++) {
                reading.interrupt();
                LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(20));
            }
            Worker<Void> writing = Worker.start(() -> {
                Blocking.write(pair.client(), sent);
                return null;
            });
            int interrupts = 0;
            while (!reading.isDone() && interrupts < 100_000) {
                reading.interrupt();
                writing.interrupt();
                interrupts++;
            }
            assertThat(reading.result()).isEqualTo(sent);
            writing.result();
            requireAlive(pair);
        }
    }

    private static void requireAlive(Pair pair) throws IOException {
        Blocking.write(pair.client(), new byte[] {1, 2, 3});
        assertThat(Blocking.read(pair.server(), 3)).containsExactly(1, 2, 3);
        Blocking.write(pair.server(), new byte[] {4});
        assertThat(Blocking.read(pair.client(), 1)).containsExactly(4);
    }
}
