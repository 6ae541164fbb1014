// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.PeerCredentials;
import io.grpc.Deadline;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A connection to nobody: a test says what it needs of one, and everything else is a fault of the test. */
abstract class FakeConnection implements Connection {
    @Override
    public Endpoint endpoint() {
        return new Endpoint.Other("sim", "");
    }

    @Override
    public int read(ByteBuffer target) {
        throw new AssertionError("nobody reads here");
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) {
        throw new AssertionError("nobody writes here");
    }

    @Override
    public boolean awaitReadable(@Nullable Deadline until) {
        throw new AssertionError("nobody waits for reading here");
    }

    @Override
    public boolean awaitWritable(@Nullable Deadline until) {
        throw new AssertionError("nobody waits for writing here");
    }

    @Override
    public void wakeup() {}

    @Override
    public void shutdownOutput() {}

    @Override
    public Optional<PeerCredentials> peer() {
        return Optional.empty();
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close() {}
}
