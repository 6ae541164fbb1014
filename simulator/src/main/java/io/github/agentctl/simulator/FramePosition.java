// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import java.nio.ByteBuffer;

/** Where in the frames of ttrpc a stream of bytes stands: ten bytes of header, of which four say how much follows. */
final class FramePosition {
    static final int HEADER = 10;

    private final ByteBuffer header = ByteBuffer.allocate(HEADER);
    private long left;

    /** Whether the next byte is the first of a frame. */
    boolean betweenFrames() {
        return left == 0 && header.position() == 0;
    }

    /** Follows the bytes of a buffer that are sent: from one index to another. */
    void advance(ByteBuffer bytes, int from, int to) {
        int at = from;
        while (at < to) {
            if (left > 0) {
                int step = (int) Math.min(left, to - at);
                left -= step;
                at += step;
            } else {
                header.put(bytes.get(at));
                at++;
                if (!header.hasRemaining()) {
                    left = Integer.toUnsignedLong(header.getInt(0));
                    header.clear();
                }
            }
        }
    }

    /** How many of these bytes, which come next, belong to the frame under way. */
    int restOfFrame(ByteBuffer next) {
        if (left > 0) {
            return (int) Math.min(left, next.remaining());
        }
        int missing = HEADER - header.position();
        if (next.remaining() < missing) {
            return next.remaining();
        }
        ByteBuffer whole = ByteBuffer.allocate(HEADER).put(header.duplicate().flip());
        whole.put(next.duplicate().limit(next.position() + missing));
        return (int) Math.min(missing + Integer.toUnsignedLong(whole.getInt(0)), next.remaining());
    }
}
