// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

/**
 * A frame of ttrpc, as it came from the peer. Ten bytes of header, big endian: length of the data (4), stream (4), type
 * (1), flags (1). Types and flags that nobody knows are kept as they are; whoever dispatches decides.
 */
sealed interface Frame {
    /** The header's size in bytes. */
    int HEADER = 10;

    /** The most data a frame may carry, in bytes; the same in every implementation. */
    int MAX_DATA = 4 << 20;

    /** Opens a stream; client to server. */
    int REQUEST = 1;

    /** Ends a stream with a status; server to client. */
    int RESPONSE = 2;

    /** A message of a stream, either way. */
    int DATA = 3;

    /** Flag: whoever sent it sends nothing more on the stream. */
    int REMOTE_CLOSED = 0x1;

    /** Flag of a request: data frames follow. */
    int REMOTE_OPEN = 0x2;

    /** Flag: the frame carries no message; without it, no data is an empty message. */
    int NO_DATA = 0x4;

    /** The stream, unsigned; odd where the client opened it. */
    int streamId();

    /** {@link #REQUEST}, {@link #RESPONSE}, {@link #DATA}, or what else came: 0 to 255. */
    int type();

    /** A frame with its data. The array is the receiver's own. */
    @SuppressWarnings("ArrayRecordComponent") // Carried, never compared.
    record Whole(int streamId, int type, int flags, byte[] data) implements Frame, OpenCall.Outcome {
        boolean has(int flag) {
            return (flags & flag) != 0;
        }
    }

    /**
     * A frame whose data has been skipped: it was over {@link #MAX_DATA}, or there was no room for it. The length is what
     * the header said.
     */
    record Oversized(int streamId, int type, long length) implements Frame {}
}
