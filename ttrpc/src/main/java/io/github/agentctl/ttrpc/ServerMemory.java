// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

/**
 * What all clients of a server together may make it keep: one client is bounded by its connection, but a bad one has
 * many. Small things beside, such as buffers, are bounded by the numbers of connections and calls.
 *
 * @param frames of large frames that are still coming
 * @param requests of calls that run; a little beyond it is each connection's own ({@link RequestShare})
 * @param backlogs of what clients do not read
 * @param inboxes of messages of streams that no handler has taken
 */
record ServerMemory(FrameRoom frames, Room requests, Backlogs backlogs, Inboxes inboxes) {
    /** An eighth of the heap, but enough for a frame of the largest size. */
    private static final long SHARE =
            Math.max(Frame.MAX_DATA, Runtime.getRuntime().maxMemory() / 8);

    ServerMemory() {
        this(new FrameRoom(new Room(SHARE)), new Room(2 * SHARE), new Backlogs(new Room(2 * SHARE)), new Inboxes());
    }

    /** All of it that is taken, in bytes. */
    long taken() {
        return frames.taken() + requests.taken() + backlogs.bytes() + inboxes.bytes();
    }
}
