// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.grpc;

import io.github.agentctl.api.transport.Connection;
import java.io.IOException;
import java.util.function.Consumer;

/** The waits of one connection, one at a time in each direction, on threads that may block. */
final class Waits {
    private final Connection connection;

    Waits(Connection connection) {
        this.connection = connection;
    }

    /** Runs one of the two, once, on another thread; neither where the connection is closed on this side. */
    void untilReadable(Runnable ready, Consumer<IOException> failed) {
        until(() -> connection.awaitReadable(null), ready, failed);
    }

    /** As {@link #untilReadable}. */
    void untilWritable(Runnable ready, Consumer<IOException> failed) {
        until(() -> connection.awaitWritable(null), ready, failed);
    }

    private interface Wait {
        boolean isOver() throws IOException;
    }

    private static void until(Wait wait, Runnable ready, Consumer<IOException> failed) {
        try {
            Threads.waiting().execute(() -> waitThen(wait, ready, failed));
        } catch (RuntimeException | OutOfMemoryError e) {
            failed.accept(new IOException("no thread to wait for the peer: " + e, e));
        }
    }

    private static void waitThen(Wait wait, Runnable ready, Consumer<IOException> failed) {
        try {
            while (!wait.isOver()) {
                // A stray interrupt would end every wait at once.
                Thread.interrupted();
            }
        } catch (IOException e) {
            failed.accept(e);
            return;
        } catch (RuntimeException | OutOfMemoryError e) {
            failed.accept(new IOException("the transport failed: " + e, e));
            return;
        }
        ready.run();
    }
}
