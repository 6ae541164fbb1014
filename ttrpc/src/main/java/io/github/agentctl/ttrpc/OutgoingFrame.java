// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import java.nio.ByteBuffer;

/** A frame in an {@link Outbox}; its bytes are used up as they are sent. */
final class OutgoingFrame {
    private final ByteBuffer bytes;

    OutgoingFrame(byte[] frame) {
        this.bytes = ByteBuffer.wrap(frame);
    }

    ByteBuffer bytes() {
        return bytes;
    }

    /** Copies what was not sent yet. */
    void copyTo(ByteBuffer target) {
        target.put(bytes.array(), bytes.position(), bytes.remaining());
    }

    void show(FrameTrace target) {
        ByteBuffer frame = bytes.asReadOnlyBuffer();
        long length = Integer.toUnsignedLong(frame.getInt());
        target.frame(
                FrameTrace.Direction.SENT,
                frame.getInt(),
                Byte.toUnsignedInt(frame.get()),
                Byte.toUnsignedInt(frame.get()),
                length,
                frame.slice());
    }
}
