// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Listener;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts connections, on the thread that runs it, until the listener is closed. Nothing that goes wrong with one of them
 * keeps the next from being accepted.
 */
final class Acceptor implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Acceptor.class);

    /** How long to wait after a connection could not be accepted (out of descriptors, for one). */
    private static final long PAUSE_MILLIS = 50;

    private final Listener listener;
    private final BooleanSupplier wanted;
    private final Consumer<Connection> accepted;

    /** The last accept failed, and it was said. */
    private boolean refused;

    /**
     * @param wanted looked at before each connection; false ends it
     * @param accepted what it throws is the end of that connection alone
     */
    Acceptor(Listener listener, BooleanSupplier wanted, Consumer<Connection> accepted) {
        this.listener = listener;
        this.wanted = wanted;
        this.accepted = accepted;
    }

    @Override
    public void run() {
        try {
            while (wanted.getAsBoolean()) {
                accept();
            }
        } catch (ClosedChannelException e) {
            // Nobody can come any more.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void accept() throws ClosedChannelException, InterruptedException {
        try {
            take(listener.accept());
            refused = false;
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            // No descriptor, thread or memory for it, or a fault of the transport: the next one may fare better.
            if (!refused) {
                LOG.warn("cannot accept connections on {} for now: {}", listener.endpoint(), e.toString());
            }
            refused = true;
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }

    private void take(Connection connection) {
        boolean taken = false;
        try {
            accepted.accept(connection);
            taken = true;
        } finally {
            if (!taken) {
                connection.close();
            }
        }
    }
}
