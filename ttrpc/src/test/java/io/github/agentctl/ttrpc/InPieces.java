// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import java.nio.ByteBuffer;

/** A connection that gives at most so many bytes a read, nothing at every second one, and the end after the last. */
final class InPieces extends FakeConnection {
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
}
