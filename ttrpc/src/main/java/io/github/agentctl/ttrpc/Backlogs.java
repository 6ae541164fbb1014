// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** What waits for all clients of a server to be read. Thread-safe. */
final class Backlogs {
    /** Null where there is no end to it, which then costs nothing. */
    private final @Nullable Room room;

    private final AtomicInteger waiting = new AtomicInteger();

    Backlogs(@Nullable Room room) {
        this.room = room;
    }

    /** Without an end, for one who has but one peer. */
    static Backlogs unlimited() {
        return new Backlogs(null);
    }

    /** What waits for one of them has changed. */
    void changed(long before, long now) {
        if (room == null) {
            return;
        }
        room.take(now - before);
        if (before == 0 && now > 0) {
            waiting.incrementAndGet();
        } else if (before > 0 && now == 0) {
            waiting.decrementAndGet();
        }
    }

    long bytes() {
        return room == null ? 0 : room.taken();
    }

    /** Whether there is too much, and this one, for whom so much waits, is one of those whose fault it is. */
    boolean isTooMuch(long own) {
        return room != null && room.isFull() && own >= room.taken() / Math.max(1, waiting.get());
    }
}
