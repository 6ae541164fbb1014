// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import io.github.agentctl.api.transport.Connection;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Frames that leave in one write. Small ones are copied together first: the JDK would copy each from the heap anyway,
 * one by one. One thread at a time.
 */
final class Batch {
    /** About what the kernel takes from one write to a Unix socket without waiting. */
    private static final int JOINED = 64 << 10;

    /** Up to here nearly every unary call has place. */
    private static final int SMALL = 512;

    private static final int FRAMES = 256;

    private final OutgoingFrame[] frames = new OutgoingFrame[FRAMES];
    private int count;
    private int bytes;

    private final ByteBuffer small = ByteBuffer.allocate(SMALL);

    /** Made when frames that are not small first leave together. */
    private @Nullable ByteBuffer joined;

    /** Takes a frame along; false where there is no room for it. A frame of any size has room in an empty batch. */
    boolean add(OutgoingFrame frame) {
        int length = frame.remaining();
        if (count == FRAMES || (count > 0 && bytes + length > JOINED)) {
            return false;
        }
        frames[count++] = frame;
        bytes += length;
        return true;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Forgets its frames, whatever of them was written. */
    void clear() {
        for (int i = 0; i < count; i++) {
            frames[i] = null;
        }
        count = 0;
        bytes = 0;
    }

    /** Writes what the peer takes now, and counts it for its frames. */
    int writeTo(Connection connection) throws IOException {
        int written = connection.write(toWrite());
        int left = written;
        for (int i = 0; left > 0; i++) {
            int step = Math.min(left, frames[i].remaining());
            frames[i].sent(step);
            left -= step;
        }
        return written;
    }

    private ByteBuffer toWrite() {
        if (count == 1 && bytes > SMALL) {
            return frames[0].rest();
        }
        ByteBuffer target = (bytes <= SMALL ? small : joined()).clear();
        for (int i = 0; i < count; i++) {
            frames[i].copyTo(target);
        }
        return target.flip();
    }

    private ByteBuffer joined() {
        if (joined == null) {
            joined = ByteBuffer.allocateDirect(JOINED);
        }
        return joined;
    }
}
