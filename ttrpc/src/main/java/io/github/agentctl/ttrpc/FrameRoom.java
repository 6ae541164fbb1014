// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Memory for large frames that are still coming, for many connections to share. A peer that begins frames and does not
 * finish them has its share only until others need it. Thread-safe.
 */
final class FrameRoom {
    /** A frame that is not whole by then is given up where another finds no room. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Room room;
    private final long patience;
    private final Set<Share> shares = ConcurrentHashMap.newKeySet();

    FrameRoom(Room room) {
        this(room, PATIENCE_NANOS);
    }

    /** @param patience in nanoseconds */
    FrameRoom(Room room, long patience) {
        this.room = room;
        this.patience = patience;
    }

    /** Without an end, for one who has but one peer. */
    static FrameRoom unlimited() {
        return new FrameRoom(Room.unlimited());
    }

    /**
     * What one connection has of it; nothing yet.
     *
     * @param giveUp closes the connection, whose thread then releases what it has; must not block
     */
    Share share(Runnable giveUp) {
        return new Share(giveUp);
    }

    /** In bytes. */
    long taken() {
        return room.taken();
    }

    private void giveUpTheLate(Share asking) {
        long now = System.nanoTime();
        for (Share share : shares) {
            if (share != asking && now - share.since >= patience) {
                share.giveUp.run();
            }
        }
    }

    /** For the frame under way of one connection. Only by the thread that reads it. */
    final class Share {
        private final Runnable giveUp;
        private long taken;

        /** When the frame under way has taken its first. */
        private volatile long since;

        private Share(Runnable giveUp) {
            this.giveUp = giveUp;
        }

        /** Takes so much, or nothing where there is not so much. */
        boolean tryTake(long bytes) {
            if (!room.tryTake(bytes)) {
                giveUpTheLate(this);
                return false;
            }
            if (taken == 0) {
                since = System.nanoTime();
                shares.add(this);
            }
            taken += bytes;
            return true;
        }

        void release() {
            if (taken > 0) {
                shares.remove(this);
                room.release(taken);
                taken = 0;
            }
        }
    }
}
