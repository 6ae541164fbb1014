// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.PeerCredentials;
import io.grpc.Deadline;
import java.nio.ByteBuffer;
import java.util.Optional;

/** A connection that gives at most so many bytes a read, nothing at every second one, and the end after the last. */
final class InPieces implements Connection {
    private final ByteBuffer source;
    private final int piece;
    private boolean pause;

    InPieces(byte[] bytes, int piece) {
        this.source = ByteBuffer.wrap(bytes);
        this.piece = piece;
    }

    @Override
    public int read(ByteBuffer target) {
        pause = !pause;
        if (pause) {
            return 0;
        }
        if (!source.hasRemaining()) {
            return -1;
        }
        int count = Math.min(piece, Math.min(source.remaining(), target.remaining()));
        target.put(source.slice(source.position(), count));
        source.position(source.position() + count);
        return count;
    }

    @Override
    public Endpoint endpoint() {
        return new Endpoint.Other("sim", "");
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) {
        throw new AssertionError("a reader only reads");
    }

    @Override
    public boolean awaitReadable(Deadline until) {
        throw new AssertionError("a reader only reads");
    }

    @Override
    public boolean awaitWritable(Deadline until) {
        throw new AssertionError("a reader only reads");
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
