// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import java.nio.ByteBuffer;

/** A frame in an {@link Outbox}. How much of it was sent is guarded by whoever sends. */
final class OutgoingFrame {
    private final byte[] frame;
    private int sent;

    OutgoingFrame(byte[] frame) {
        this.frame = frame;
    }

    /** How many bytes are left to send. */
    int remaining() {
        return frame.length - sent;
    }

    boolean hasBegun() {
        return sent > 0;
    }

    /** So many bytes more were sent. */
    void sent(int bytes) {
        sent += bytes;
    }

    /** What was not sent yet, without a copy. */
    ByteBuffer rest() {
        return ByteBuffer.wrap(frame, sent, remaining());
    }

    /** Copies what was not sent yet. */
    void copyTo(ByteBuffer target) {
        target.put(frame, sent, remaining());
    }

    void show(FrameTrace target) {
        ByteBuffer shown = ByteBuffer.wrap(frame).asReadOnlyBuffer();
        long length = Integer.toUnsignedLong(shown.getInt());
        target.frame(
                FrameTrace.Direction.SENT,
                shown.getInt(),
                Byte.toUnsignedInt(shown.get()),
                Byte.toUnsignedInt(shown.get()),
                length,
                shown.slice());
    }
}
