// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.spi;

import static java.util.Objects.requireNonNull;

import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.Listener;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A listener over a channel in non-blocking mode. Subclasses take one connection from the kernel and wrap it. */
public abstract class ChannelListener implements Listener {
    private final Endpoint endpoint;
    private final ServerSocketChannel channel;
    private final Runnable unbind;
    private final Readiness acceptable;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * Takes over a channel that is bound and listens. It is closed with this listener, or at once when this throws.
     *
     * @param endpoint the address as it is bound, any port replaced by the one the kernel chose
     * @param unbind gives the address free, {@link SocketFile#remove} for one; called once, before the channel is closed
     * @throws IOException when the channel is closed, or there is no descriptor for a selector
     */
    protected ChannelListener(Endpoint endpoint, ServerSocketChannel channel, Runnable unbind) throws IOException {
        this.endpoint = requireNonNull(endpoint, "endpoint is null");
        this.channel = requireNonNull(channel, "channel is null");
        this.unbind = requireNonNull(unbind, "unbind is null");
        this.acceptable = new Readiness(channel, SelectionKey.OP_ACCEPT);
        try {
            channel.configureBlocking(false);
            acceptable.open();
        } catch (IOException | RuntimeException e) {
            unbind.run();
            Quietly.close(channel);
            throw e;
        }
    }

    /**
     * Takes a connection that the selector has announced. Must not block, and an interrupt must not close the channel.
     *
     * @return the connection, or null where it has gone meanwhile
     */
    protected abstract @Nullable Connection acceptNow(ServerSocketChannel channel) throws IOException;

    @Override
    public final Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public final Connection accept() throws IOException {
        try {
            while (true) {
                if (acceptable.await(null)) {
                    Connection connection = acceptNow(channel);
                    if (connection != null) {
                        return connection;
                    }
                }
                if (Thread.currentThread().isInterrupted()) {
                    throw new InterruptedIOException("interrupted while waiting for a connection on " + endpoint);
                }
            }
        } catch (IOException e) {
            if (closed.get() && !(e instanceof ClosedChannelException)) {
                ClosedChannelException exception = new ClosedChannelException();
                exception.initCause(e);
                throw exception;
            }
            throw e;
        }
    }

    @Override
    public final void close() {
        if (closed.compareAndSet(false, true)) {
            try {
                unbind.run();
            } finally {
                acceptable.close();
                Quietly.close(channel);
            }
        }
    }

    @Override
    public String toString() {
        return endpoint.toString();
    }
}
