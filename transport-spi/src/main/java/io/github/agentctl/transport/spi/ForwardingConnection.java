// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.spi;

import static java.util.Objects.requireNonNull;

import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.PeerCredentials;
import io.grpc.Deadline;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A connection that is another one, but for what a subclass does differently. Adds nothing to its threads and waits. */
public abstract class ForwardingConnection implements Connection {
    private final Connection connection;

    /** Every call goes to this one. */
    protected ForwardingConnection(Connection connection) {
        this.connection = requireNonNull(connection, "connection is null");
    }

    /** The one beneath. */
    protected final Connection connection() {
        return connection;
    }

    @Override
    public Endpoint endpoint() {
        return connection.endpoint();
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        return connection.read(target);
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
        return connection.write(sources, offset, length);
    }

    @Override
    public boolean awaitReadable(@Nullable Deadline until) throws IOException {
        return connection.awaitReadable(until);
    }

    @Override
    public boolean awaitWritable(@Nullable Deadline until) throws IOException {
        return connection.awaitWritable(until);
    }

    @Override
    public void wakeup() {
        connection.wakeup();
    }

    @Override
    public void shutdownOutput() throws IOException {
        connection.shutdownOutput();
    }

    @Override
    public Optional<PeerCredentials> peer() {
        return connection.peer();
    }

    @Override
    public boolean isOpen() {
        return connection.isOpen();
    }

    @Override
    public void close() {
        connection.close();
    }

    @Override
    public String toString() {
        return endpoint().toString();
    }
}
