// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.spi;

import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.PeerCredentials;
import io.grpc.Deadline;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One end of an in-process pipe. */
final class PipeConnection implements Connection {
    private final Endpoint endpoint;
    private final PipeBuffer in;
    private final PipeBuffer out;
    private final AtomicBoolean closed = new AtomicBoolean();

    PipeConnection(Endpoint endpoint, PipeBuffer in, PipeBuffer out) {
        this.endpoint = endpoint;
        this.in = in;
        this.out = out;
    }

    @Override
    public Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        requireOpen();
        int read = in.read(target);
        requireOpen();
        return read;
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
        requireOpen();
        long written = out.write(sources, offset, length);
        requireOpen();
        if (written < 0) {
            throw new IOException("cannot write to " + endpoint + ": the pipe is broken (the peer has closed it, or the"
                    + " output is shut down)");
        }
        return written;
    }

    @Override
    public boolean awaitReadable(@Nullable Deadline until) throws IOException {
        requireOpen();
        boolean ready = in.awaitReadable(until);
        requireOpen();
        return ready;
    }

    @Override
    public boolean awaitWritable(@Nullable Deadline until) throws IOException {
        requireOpen();
        boolean ready = out.awaitWritable(until);
        requireOpen();
        return ready;
    }

    @Override
    public void wakeup() {
        in.wakeupReader();
        out.wakeupWriter();
    }

    @Override
    public void shutdownOutput() throws IOException {
        requireOpen();
        out.endWriter();
    }

    @Override
    public Optional<PeerCredentials> peer() {
        return Optional.empty();
    }

    @Override
    public boolean isOpen() {
        return !closed.get();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            in.endReader();
            out.endWriter();
        }
    }

    private void requireOpen() throws ClosedChannelException {
        if (closed.get()) {
            throw new ClosedChannelException();
        }
    }

    @Override
    public String toString() {
        return endpoint.toString();
    }
}
