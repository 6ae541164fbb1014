// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import java.nio.ByteBuffer;

/**
 * Sees each frame of a connection, for a log or a recording. Called on the thread that reads or sends, which goes on
 * when it returns: it must not block, nor throw. Received frames of one connection come in the order in which they
 * came; sent ones in the order in which they go, before they have gone. A trace that is given to a server sees all its
 * connections, from several threads at once.
 */
@FunctionalInterface
public interface FrameTrace {
    /** Which way a frame goes. */
    enum Direction {
        /** From here to the peer. */
        SENT,
        /** From the peer to here. */
        RECEIVED
    }

    /**
     * A frame.
     *
     * @param streamId unsigned
     * @param type 1 request, 2 response, 3 data, or what else came; 0 to 255
     * @param flags 0x1 remote closed, 0x2 remote open, 0x4 no data, or what else came; 0 to 255
     * @param length of the data, as the header says it; over 4 MiB for a frame that was skipped, in bytes
     * @param data the data, read-only, valid during the call; empty for a frame that was skipped
     */
    void frame(Direction direction, int streamId, int type, int flags, long length, ByteBuffer data);
}
