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

/** Accepts connections, on the thread that runs it, until the listener is closed. A kernel that refuses one is asked again. */
final class Acceptor implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Acceptor.class);

    /** How long to wait after the kernel refused a connection (out of descriptors, for one). */
    private static final long PAUSE_MILLIS = 50;

    private final Listener listener;
    private final BooleanSupplier wanted;
    private final Consumer<Connection> accepted;

    /** The last accept failed, and it was said. */
    private boolean refused;

    /** @param wanted looked at before each connection; false ends it */
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
        Connection connection;
        try {
            connection = listener.accept();
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            if (!refused) {
                LOG.warn("cannot accept connections on {} for now: {}", listener.endpoint(), e.toString());
            }
            refused = true;
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            return;
        }
        refused = false;
        accepted.accept(connection);
    }
}
