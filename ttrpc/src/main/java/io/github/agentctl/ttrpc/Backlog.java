// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** How much waits for a peer to take it, and what that means for those who send. Guarded by its outbox's lock. */
final class Backlog {
    /** What may wait before those who can wait do wait: enough for two frames of the largest size. */
    static final int HIGH_WATER = 2 * Frame.MAX_DATA;

    /** What may wait while a stream is still ready for more: enough to keep the peer busy. */
    static final int READY_WATER = 64 << 10;

    /** What may wait for a peer that takes nothing, so that it cannot fill the memory. */
    static final long LIMIT = Math.max(
            3L * Frame.MAX_DATA, Math.min(64L << 20, Runtime.getRuntime().maxMemory() / 4));

    /** What may wait even for a peer that takes something: a heap has an end. */
    static final long HARD_LIMIT = Math.max(LIMIT, Runtime.getRuntime().maxMemory() / 2);

    private final Backlogs all;
    private long bytes;

    /** When the peer last took something, or had nothing to take. */
    private long lastTaken;

    private final Set<Runnable> unready = new LinkedHashSet<>();

    /** @param all what waits for other peers as well */
    Backlog(Backlogs all) {
        this.all = all;
    }

    /** @throws FullException when nothing more may be added now */
    void check() throws FullException {
        boolean unread = bytes > LIMIT && all.isStandstill(lastTaken);
        if (unread || bytes > HARD_LIMIT || all.isTooMuch(bytes)) {
            throw new FullException(bytes);
        }
    }

    /** What waits for a peer that does not read; 0 where it does. */
    long stood() {
        return bytes > 0 && all.isStandstill(lastTaken) ? bytes : 0;
    }

    void add(int length) {
        if (bytes == 0) {
            lastTaken = System.nanoTime();
        }
        set(bytes + length);
    }

    /** So much will not be sent after all. */
    void retract(int length) {
        set(bytes - length);
    }

    /** The peer has taken so much. */
    void taken(long length) {
        // A failure may have emptied the queue meanwhile.
        set(Math.max(0, bytes - length));
        if (length > 0 && bytes > 0) {
            lastTaken = System.nanoTime();
        }
    }

    void clear() {
        set(0);
        unready.clear();
    }

    private void set(long now) {
        all.changed(bytes, now);
        bytes = now;
    }

    boolean hasRoom() {
        return bytes < HIGH_WATER;
    }

    /** Whether so little waits that a moment more costs nothing. */
    boolean isSmall() {
        return bytes < READY_WATER;
    }

    /** Whether what is sent now leaves soon; where not, the task is among the next {@link #becameReady}. */
    boolean isReady(Runnable whenReady) {
        if (isSmall()) {
            return true;
        }
        unready.add(whenReady);
        return false;
    }

    /** A stream has ended and does not ask any more. */
    void forget(Runnable whenReady) {
        unready.remove(whenReady);
    }

    /** Who was not ready and is now; each is told once. */
    List<Runnable> becameReady() {
        if (unready.isEmpty() || bytes >= READY_WATER) {
            return List.of();
        }
        List<Runnable> ready = List.copyOf(unready);
        unready.clear();
        return ready;
    }

    /** The peer does not read, and too much waits for it. */
    static final class FullException extends IOException {
        private static final long serialVersionUID = 1L;

        FullException(long bytes) {
            super("the peer does not read: " + bytes + " bytes are waiting for it");
        }
    }
}
