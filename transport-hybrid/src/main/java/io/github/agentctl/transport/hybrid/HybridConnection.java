// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.hybrid;

import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.PeerCredentials;
import io.grpc.Deadline;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The Unix socket after the handshake, under the address that was asked for. Its peer is the hypervisor. */
record HybridConnection(Endpoint endpoint, Connection socket) implements Connection {
    @Override
    public int read(ByteBuffer target) throws IOException {
        return socket.read(target);
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        return socket.write(source);
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
        return socket.write(sources, offset, length);
    }

    @Override
    public boolean awaitReadable(@Nullable Deadline until) throws IOException {
        return socket.awaitReadable(until);
    }

    @Override
    public boolean awaitWritable(@Nullable Deadline until) throws IOException {
        return socket.awaitWritable(until);
    }

    @Override
    public void wakeup() {
        socket.wakeup();
    }

    @Override
    public void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    @Override
    public Optional<PeerCredentials> peer() {
        return socket.peer();
    }

    @Override
    public boolean isOpen() {
        return socket.isOpen();
    }

    @Override
    public void close() {
        socket.close();
    }

    @Override
    public String toString() {
        return endpoint.toString();
    }
}
