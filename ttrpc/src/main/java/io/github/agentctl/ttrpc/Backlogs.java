// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import java.util.concurrent.atomic.AtomicInteger;

/** What waits for all clients of a server to be read. Thread-safe. */
final class Backlogs {
    private final Room room;
    private final AtomicInteger waiting = new AtomicInteger();

    Backlogs(Room room) {
        this.room = room;
    }

    /** Without an end, for one who has but one peer. */
    static Backlogs unlimited() {
        return new Backlogs(Room.unlimited());
    }

    /** What waits for one of them has changed. */
    void changed(long before, long now) {
        room.take(now - before);
        if (before == 0 && now > 0) {
            waiting.incrementAndGet();
        } else if (before > 0 && now == 0) {
            waiting.decrementAndGet();
        }
    }

    /** Whether there is too much, and this one, for whom so much waits, is one of those whose fault it is. */
    boolean isTooMuch(long own) {
        return room.isFull() && own >= room.taken() / Math.max(1, waiting.get());
    }
}
