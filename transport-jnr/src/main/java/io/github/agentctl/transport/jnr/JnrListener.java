// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.jnr;

import static java.util.Objects.requireNonNull;

import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.Listener;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.util.concurrent.locks.ReentrantLock;
import jnr.unixsocket.UnixServerSocketChannel;
import jnr.unixsocket.UnixSocketChannel;
import org.jspecify.annotations.Nullable;

/** A listener of jnr's. As in {@link JnrConnection}, a lock keeps the close from an accept in progress. */
final class JnrListener implements Listener {
    private final Endpoint endpoint;
    private final UnixServerSocketChannel channel;
    private final Runnable unbind;
    private final Poll acceptable;
    private final ReentrantLock accepting = new ReentrantLock();
    private boolean closed;

    /**
     * Takes over a channel that listens; the caller closes it where this throws.
     *
     * @param unbind gives the address free; called once, before the channel is closed
     */
    JnrListener(Endpoint endpoint, UnixServerSocketChannel channel, Runnable unbind) throws IOException {
        this.endpoint = requireNonNull(endpoint, "endpoint is null");
        this.channel = requireNonNull(channel, "channel is null");
        this.unbind = requireNonNull(unbind, "unbind is null");
        try {
            channel.configureBlocking(false);
            acceptable = new Poll(channel, SelectionKey.OP_ACCEPT);
        } catch (IOException | RuntimeException e) {
            unbind.run();
            throw e;
        }
    }

    @Override
    public Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public Connection accept() throws IOException {
        while (true) {
            if (acceptable.await(null)) {
                Connection connection = acceptNow();
                if (connection != null) {
                    return connection;
                }
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("interrupted while waiting for a connection on " + endpoint);
            }
        }
    }

    private @Nullable Connection acceptNow() throws IOException {
        UnixSocketChannel accepted;
        accepting.lock();
        try {
            if (closed) {
                throw new ClosedChannelException();
            }
            accepted = Libc.accept(channel);
        } finally {
            accepting.unlock();
        }
        if (accepted == null) {
            return null;
        }
        try {
            return new JnrConnection(endpoint, accepted);
        } catch (IOException | RuntimeException e) {
            accepted.close();
            throw e;
        }
    }

    @Override
    public void close() {
        acceptable.close();
        accepting.lock();
        try {
            if (!closed) {
                closed = true;
                unbind.run();
                channel.close();
            }
        } catch (IOException e) {
            // The descriptor is gone all the same (close(2)), and nobody could do anything about it.
        } finally {
            accepting.unlock();
        }
    }

    @Override
    public String toString() {
        return endpoint.toString();
    }
}
