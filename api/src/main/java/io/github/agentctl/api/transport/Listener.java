// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.api.transport;

import java.io.Closeable;
import java.io.IOException;

/** A bound address that accepts connections. {@link #close} may be called by any thread. */
public interface Listener extends Closeable {
    /** The address it is bound to; with the port the kernel chose where "any" was asked for. */
    Endpoint endpoint();

    /**
     * Waits for a connection. One thread at a time.
     *
     * @throws java.nio.channels.ClosedChannelException when the listener is closed, also while it waits
     * @throws java.io.InterruptedIOException on an interrupt; the thread's flag is kept and the listener lives
     * @throws IOException when the kernel refuses (out of descriptors, for one); the listener lives
     */
    Connection accept() throws IOException;

    /** Stops listening, wakes {@link #accept}, and removes the socket's file where there is one. Never throws. */
    @Override
    void close();
}
