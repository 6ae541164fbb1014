// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.agentctl.api.transport.Connection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Close comes from any thread, wakes at once, and leaves nothing. */
public interface CloseContract extends Contract {
    /** Those who wait learn of it within 100 ms. */
    @Test
    default void closeWakesAReader() throws Exception {
        Latency.requireOnceWithinLimit(() -> {
            try (Pair pair = Pair.open(specifics())) {
                return closeWhileWaiting(pair, "awaitReadable");
            }
        });
    }

    /** Those who wait for room learn of it within 100 ms too. */
    @Test
    default void closeWakesAWriter() throws Exception {
        Latency.requireOnceWithinLimit(() -> {
            try (Pair pair = Pair.open(specifics())) {
                Blocking.fill(pair.client());
                return closeWhileWaiting(pair, "awaitWritable");
            }
        });
    }

    private static long closeWhileWaiting(Pair pair, String method) {
        Connection client = pair.client();
        Worker<Long> waiting = Worker.start(() -> {
            try {
                boolean ready =
                        method.equals("awaitReadable") ? client.awaitReadable(null) : client.awaitWritable(null);
                throw new AssertionError("the wait ended with " + ready);
            } catch (ClosedChannelException e) {
                return System.nanoTime();
            }
        });
        waiting.awaitBlockedIn(method);
        long start = System.nanoTime();
        client.close();
        long closed = System.nanoTime();
        return Math.max(closed, waiting.result()) - start;
    }

    /** The descriptor is free within 100 ms, whoever waits, and the peer sees the end. */
    @Test
    default void closeFreesTheDescriptor() throws Exception {
        Assumptions.assumeTrue(specifics().hasDescriptors(), "no descriptors");
        Latency.requireOnceWithinLimit(() -> {
            try (Pair pair = Pair.open(specifics())) {
                Blocking.fill(pair.client());
                Worker<Throwable> reader =
                        Worker.start(() -> catchFailure(() -> pair.client().awaitReadable(null)));
                Worker<Throwable> writer =
                        Worker.start(() -> catchFailure(() -> pair.client().awaitWritable(null)));
                reader.awaitBlockedIn("awaitReadable");
                writer.awaitBlockedIn("awaitWritable");
                long before = Descriptors.count();
                long start = System.nanoTime();
                pair.client().close();
                while (Descriptors.count() >= before) {
                    if (System.nanoTime() - start > 10_000_000_000L) {
                        throw new AssertionError("the descriptor is still there");
                    }
                }
                long freed = System.nanoTime() - start;
                assertThat(reader.result()).isInstanceOf(ClosedChannelException.class);
                assertThat(writer.result()).isInstanceOf(ClosedChannelException.class);
                return freed;
            }
        });
    }

    private static Throwable catchFailure(Worker.Action action) {
        try {
            action.run();
            return new AssertionError("it did not fail");
        } catch (Exception e) {
            return e;
        }
    }

    /** A thread in the middle of a transfer gets an error. */
    @Test
    default void closeEndsATransfer() throws IOException {
        for (int i = 0; i < 20; i++) {
            try (Pair pair = Pair.open(specifics())) {
                Worker<Void> writing = Worker.start(() -> {
                    Blocking.write(pair.client(), new byte[64 << 20]);
                    return null;
                });
                Worker<byte[]> reading = Worker.start(() -> Blocking.read(pair.client(), 1));
                assertThat(Blocking.read(pair.server(), 100_000 * (i + 1))).isNotEmpty();
                pair.client().close();
                assertThat(writing.failure()).isInstanceOf(IOException.class);
                assertThat(reading.failure()).isInstanceOf(ClosedChannelException.class);
            }
        }
    }

    /** What is closed says so, and a second close does nothing. */
    @Test
    default void refusesEverythingAfterClose() {
        try (Pair pair = Pair.open(specifics())) {
            Connection client = pair.client();
            client.close();
            client.close();
            client.wakeup();
            assertThat(client.isOpen()).isFalse();
            assertThatThrownBy(() -> client.read(ByteBuffer.allocate(1))).isInstanceOf(ClosedChannelException.class);
            assertThatThrownBy(() -> client.write(ByteBuffer.allocate(1))).isInstanceOf(ClosedChannelException.class);
            assertThatThrownBy(() -> client.awaitReadable(null)).isInstanceOf(ClosedChannelException.class);
            assertThatThrownBy(() -> client.awaitWritable(null)).isInstanceOf(ClosedChannelException.class);
            assertThatThrownBy(client::shutdownOutput).isInstanceOf(ClosedChannelException.class);
        }
    }

    /** The peer sees the end of the stream. */
    @Test
    default void thePeerSeesTheEnd() throws IOException {
        try (Pair pair = Pair.open(specifics())) {
            Worker<byte[]> reading = Worker.start(() -> Blocking.read(pair.server(), 1));
            reading.awaitBlockedIn("awaitReadable");
            pair.client().close();
            assertThat(reading.result()).isEmpty();
        }
    }
}
