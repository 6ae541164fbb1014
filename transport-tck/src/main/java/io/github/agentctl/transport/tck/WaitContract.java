// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Deadline;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How waits end. */
public interface WaitContract extends Contract {
    /** Not much before its limit, and not never. */
    @Test
    default void endsAWaitAtItsLimit() throws IOException {
        try (Pair pair = Pair.open(specifics())) {
            Blocking.fill(pair.client());
            long start = System.nanoTime();
            assertThat(pair.client().awaitReadable(Deadline.after(100, TimeUnit.MILLISECONDS)))
                    .isFalse();
            assertThat(pair.client().awaitWritable(Deadline.after(100, TimeUnit.MILLISECONDS)))
                    .isFalse();
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofMillis(190), Duration.ofSeconds(20));
        }
    }

    /** A limit in the past asks without waiting. */
    @Test
    default void asksWithoutWaiting() throws IOException {
        Deadline past = Deadline.after(-1, TimeUnit.SECONDS);
        try (Pair pair = Pair.open(specifics())) {
            assertThat(pair.client().awaitReadable(past)).isFalse();
            assertThat(pair.client().awaitWritable(past)).isTrue();
            Blocking.write(pair.server(), new byte[1]);
            assertThat(pair.client().awaitReadable(Blocking.limit())).isTrue();
            assertThat(pair.client().awaitReadable(past)).isTrue();
        }
    }

    /** Bytes end a wait for bytes. */
    @Test
    default void endsAWaitWhenBytesCome() throws IOException {
        try (Pair pair = Pair.open(specifics())) {
            Worker<Boolean> waiting = Worker.start(() -> pair.client().awaitReadable(null));
            waiting.awaitBlockedIn("awaitReadable");
            Blocking.write(pair.server(), new byte[1]);
            assertThat(waiting.result()).isTrue();
        }
    }

    /** Room ends a wait for room. */
    @Test
    default void endsAWaitWhenThePeerReads() throws IOException {
        try (Pair pair = Pair.open(specifics())) {
            int size = Blocking.fill(pair.client());
            Worker<Boolean> waiting = Worker.start(() -> pair.client().awaitWritable(null));
            waiting.awaitBlockedIn("awaitWritable");
            assertThat(Blocking.read(pair.server(), size)).hasSize(size);
            assertThat(waiting.result()).isTrue();
        }
    }

    /** A wake-up ends both waits in progress. */
    @Test
    default void endsWaitsOnAWakeUp() throws IOException {
        try (Pair pair = Pair.open(specifics())) {
            Blocking.fill(pair.client());
            Worker<Boolean> reader = Worker.start(() -> pair.client().awaitReadable(null));
            Worker<Boolean> writer = Worker.start(() -> pair.client().awaitWritable(null));
            reader.awaitBlockedIn("awaitReadable");
            writer.awaitBlockedIn("awaitWritable");
            pair.client().wakeup();
            assertThat(reader.result()).isFalse();
            assertThat(writer.result()).isFalse();
        }
    }

    /** A wake-up that comes early is not lost, nor does a read or a write between take it away. */
    @Test
    default void endsTheNextWaitAfterAnEarlyWakeUp() throws IOException {
        try (Pair pair = Pair.open(specifics())) {
            Blocking.fill(pair.client());
            pair.client().wakeup();
            assertThat(Blocking.fill(pair.client())).isZero();
            assertThat(pair.client().read(ByteBuffer.allocate(1))).isZero();
            assertThat(pair.client().awaitReadable(null)).isFalse();
            assertThat(pair.client().awaitWritable(null)).isFalse();
        }
    }

    /** A wake-up does not wait for somebody to hear it, however many there are. */
    @Test
    default void neverWaitsInAWakeUp() throws IOException {
        try (Pair pair = Pair.open(specifics())) {
            for (int i = 0; i < 100_000; i++) {
                pair.client().wakeup();
            }
            assertThat(pair.client().awaitReadable(null)).isFalse();
        }
    }

    /** Wake-ups do not disturb the bytes, however many there are. */
    @Test
    default void keepsBytesWholeUnderWakeUps() throws IOException {
        byte[] sent = Blocking.bytes(4 << 20, 8);
        try (Pair pair = Pair.open(specifics())) {
            Worker<byte[]> reading = Worker.start(() -> Blocking.read(pair.server(), sent.length));
            Worker<Void> writing = Worker.start(() -> {
                Blocking.write(pair.client(), sent);
                return null;
            });
            while (!reading.isDone()) {
                pair.client().wakeup();
                pair.server().wakeup();
            }
            assertThat(reading.result()).isEqualTo(sent);
            writing.result();
        }
    }
}
