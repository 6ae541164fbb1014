// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.jnr;

import static java.util.Objects.requireNonNull;

import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.PeerCredentials;
import io.grpc.Deadline;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import jnr.unixsocket.Credentials;
import jnr.unixsocket.UnixSocketChannel;
import jnr.unixsocket.UnixSocketOptions;
import org.jspecify.annotations.Nullable;

/**
 * A connection of jnr's. Its channel does not keep a close from a read or a write in progress on another thread, which
 * would go on with a number that may be another file's by then: the locks here do.
 */
final class JnrConnection implements Connection {
    /** jnr allocates as much as a buffer has room for, at each call, and does not write several buffers in order. */
    private static final int MOST_AT_ONCE = 64 << 10;

    private final Endpoint endpoint;
    private final UnixSocketChannel channel;
    private final Poll readable;
    private final Poll writable;
    private final ReentrantLock reading = new ReentrantLock();
    private final ReentrantLock writing = new ReentrantLock();
    private volatile boolean closed;
    private boolean outputEnded;

    /** Takes over a connected channel; the caller closes it where this throws. */
    JnrConnection(Endpoint endpoint, UnixSocketChannel channel) throws IOException {
        this.endpoint = requireNonNull(endpoint, "endpoint is null");
        this.channel = requireNonNull(channel, "channel is null");
        channel.configureBlocking(false);
        readable = new Poll(channel, SelectionKey.OP_READ);
        try {
            writable = new Poll(channel, SelectionKey.OP_WRITE);
        } catch (IOException | RuntimeException e) {
            readable.close();
            throw e;
        }
    }

    @Override
    public Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        reading.lock();
        try {
            requireOpen();
            // jnr takes 0 bytes into a full buffer for the end of the stream.
            if (!target.hasRemaining()) {
                return 0;
            }
            int limit = target.limit();
            target.limit(target.position() + Math.min(target.remaining(), MOST_AT_ONCE));
            try {
                return channel.read(target);
            } finally {
                target.limit(limit);
            }
        } finally {
            reading.unlock();
        }
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
        writing.lock();
        try {
            requireOpen();
            if (outputEnded) {
                throw new IOException("the output of the connection to " + endpoint + " is shut down");
            }
            ByteBuffer staged = stage(sources, offset, length);
            if (!staged.hasRemaining()) {
                return 0;
            }
            int written = channel.write(staged);
            consume(sources, offset, written);
            return written;
        } finally {
            writing.unlock();
        }
    }

    private static ByteBuffer stage(ByteBuffer[] sources, int offset, int length) {
        long total = 0;
        for (int i = offset; i < offset + length; i++) {
            total += sources[i].remaining();
        }
        ByteBuffer staged = ByteBuffer.allocate((int) Math.min(total, MOST_AT_ONCE));
        for (int i = offset; i < offset + length && staged.hasRemaining(); i++) {
            int size = Math.min(sources[i].remaining(), staged.remaining());
            staged.put(staged.position(), sources[i], sources[i].position(), size);
            staged.position(staged.position() + size);
        }
        return staged.flip();
    }

    private static void consume(ByteBuffer[] sources, int offset, int written) {
        int left = written;
        for (int i = offset; left > 0; i++) {
            int size = Math.min(sources[i].remaining(), left);
            sources[i].position(sources[i].position() + size);
            left -= size;
        }
    }

    @Override
    public boolean awaitReadable(@Nullable Deadline until) throws IOException {
        return readable.await(until);
    }

    @Override
    public boolean awaitWritable(@Nullable Deadline until) throws IOException {
        return writable.await(until);
    }

    @Override
    public void wakeup() {
        readable.wakeup();
        writable.wakeup();
    }

    @Override
    public void shutdownOutput() throws IOException {
        writing.lock();
        try {
            requireOpen();
            if (!outputEnded) {
                outputEnded = true;
                channel.shutdownOutput();
            }
        } finally {
            writing.unlock();
        }
    }

    private void requireOpen() throws ClosedChannelException {
        if (closed) {
            throw new ClosedChannelException();
        }
    }

    @Override
    public Optional<PeerCredentials> peer() {
        reading.lock();
        try {
            requireOpen();
            Credentials peer = channel.getOption(UnixSocketOptions.SO_PEERCRED);
            return peer == null
                    ? Optional.empty()
                    : Optional.of(new PeerCredentials(
                            Integer.toUnsignedLong(peer.getUid()),
                            Integer.toUnsignedLong(peer.getGid()),
                            peer.getPid()));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        } finally {
            reading.unlock();
        }
    }

    @Override
    public boolean isOpen() {
        return !closed;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        // The waits first: they do not end by the channel's close.
        readable.close();
        writable.close();
        reading.lock();
        writing.lock();
        try {
            if (!closed) {
                closed = true;
                channel.close();
            }
        } catch (IOException e) {
            // The descriptor is gone all the same (close(2)), and nobody could do anything about it.
        } finally {
            writing.unlock();
            reading.unlock();
        }
    }

    @Override
    public String toString() {
        return endpoint.toString();
    }
}
