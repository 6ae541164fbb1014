// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.spi;

import static java.util.Objects.requireNonNull;

import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.PeerCredentials;
import io.grpc.Deadline;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A connection over a channel in non-blocking mode. Waits with a selector for each direction, so that a reader and a
 * writer do not disturb each other; the one for writing is opened by the first wait, since most writes never wait.
 *
 * <p>Subclasses read and write; they do not block, and an interrupt must not close the channel beneath them.
 */
public abstract class SelectorConnection implements Connection {
    private final Endpoint endpoint;
    private final SocketChannel channel;
    private final Readiness readable;
    private final Readiness writable;
    private final AtomicBoolean outputEnded = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * Takes over a connected channel, which is closed with this connection, or at once when this throws.
     *
     * @throws IOException when the channel is closed, or there is no descriptor for a selector
     */
    protected SelectorConnection(Endpoint endpoint, SocketChannel channel) throws IOException {
        this.endpoint = requireNonNull(endpoint, "endpoint is null");
        this.channel = requireNonNull(channel, "channel is null");
        this.readable = new Readiness(channel, SelectionKey.OP_READ);
        this.writable = new Readiness(channel, SelectionKey.OP_WRITE);
        try {
            channel.configureBlocking(false);
            readable.open();
        } catch (IOException | RuntimeException e) {
            Quietly.close(channel);
            throw e;
        }
    }

    /** The channel, in non-blocking mode. */
    protected final SocketChannel channel() {
        return channel;
    }

    /** Whether a write would take bytes now. For the writing thread only. */
    protected final boolean isWritable() throws IOException {
        return writable.now();
    }

    /** Whether {@link #shutdownOutput} was called. */
    protected final boolean isOutputEnded() {
        return outputEnded.get();
    }

    /**
     * What a failed read or write means: what the kernel said, or that this side has closed the connection meanwhile.
     */
    protected final IOException failure(IOException cause) {
        if (!closed.get() || cause instanceof ClosedChannelException) {
            return cause;
        }
        ClosedChannelException exception = new ClosedChannelException();
        exception.initCause(cause);
        return exception;
    }

    @Override
    public final Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public final boolean awaitReadable(@Nullable Deadline until) throws IOException {
        return readable.await(until);
    }

    @Override
    public final boolean awaitWritable(@Nullable Deadline until) throws IOException {
        return writable.await(until);
    }

    @Override
    public final void wakeup() {
        readable.wakeup();
        writable.wakeup();
    }

    @Override
    public final void shutdownOutput() throws IOException {
        if (closed.get()) {
            throw new ClosedChannelException();
        }
        if (outputEnded.compareAndSet(false, true)) {
            try {
                endOutput();
            } catch (IOException e) {
                throw failure(e);
            }
        }
    }

    /** Ends the output of the channel. Called once. */
    protected void endOutput() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public Optional<PeerCredentials> peer() {
        return Optional.empty();
    }

    @Override
    public final boolean isOpen() {
        return !closed.get();
    }

    @Override
    public final void close() {
        if (closed.compareAndSet(false, true)) {
            // The selectors first: the channel's own close wakes nobody, and frees nothing while a selector knows it.
            readable.close();
            writable.close();
            Quietly.close(channel);
            afterClose();
        }
    }

    /** Frees what else a subclass holds. Called once, by the thread that closes; must not block. Does nothing here. */
    protected void afterClose() {}

    @Override
    public String toString() {
        return endpoint.toString();
    }
}
