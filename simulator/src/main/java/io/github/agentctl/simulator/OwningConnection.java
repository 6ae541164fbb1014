// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.PeerCredentials;
import io.grpc.Deadline;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A connection that an agent was made for; the agent ends with it. */
record OwningConnection(Connection connection, SimulatedAgent agent) implements Connection {
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
        agent.close();
    }
}
