// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What waits for all clients of a server to be read. Thread-safe. */
final class Backlogs {
    /** Who takes nothing for so long does not read; before, it may be that much is sent at once. */
    private static final long STANDSTILL_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** Between two looks for those who do not read: one who finds none has looked at every connection. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** Null where there is no end to it, which then costs nothing. */
    private final @Nullable Room room;

    private final long standstill;
    private final AtomicInteger waiting = new AtomicInteger();
    private final Set<Outbox> outboxes = ConcurrentHashMap.newKeySet();
    private final ReentrantLock looking = new ReentrantLock();

    /** Guarded by the lock. */
    private long lastLook = System.nanoTime() - PAUSE_NANOS;

    Backlogs(@Nullable Room room) {
        this(room, STANDSTILL_NANOS);
    }

    /** @param standstill in nanoseconds */
    Backlogs(@Nullable Room room, long standstill) {
        this.room = room;
        this.standstill = standstill;
    }

    /** Without an end, for one who has but one peer. */
    static Backlogs unlimited() {
        return new Backlogs(null);
    }

    /** One that is open, and may have to be given up for the sake of others. */
    void join(Outbox outbox) {
        if (room != null) {
            outboxes.add(outbox);
        }
    }

    void leave(Outbox outbox) {
        outboxes.remove(outbox);
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

    /** Whether who has last taken something then does not read. */
    boolean isStandstill(long lastTaken) {
        return System.nanoTime() - lastTaken >= standstill;
    }

    /** Whether there is too much, and this one, for whom so much waits, is one of those whose fault it is. */
    boolean isTooMuch(long own) {
        return room != null && room.isFull() && own >= room.taken() / Math.max(1, waiting.get());
    }

    /**
     * Where there is too much, gives those up who do not read, the one for whom most waits first, until half is free: else
     * who reads would have to suffer for those who only keep. To be called without the lock of any outbox.
     */
    void makeRoom() {
        if (room == null || !room.isFull()) {
            return;
        }
        // Others wait until there is room: without, they would be refused in the middle of this.
        looking.lock();
        try {
            if (room.isFull() && System.nanoTime() - lastLook >= PAUSE_NANOS) {
                giveUpTheWorst(room);
                lastLook = System.nanoTime();
            }
        } finally {
            looking.unlock();
        }
    }

    private void giveUpTheWorst(Room full) {
        Optional<Outbox> worst = worst();
        while (full.taken() > full.limit() / 2 && worst.isPresent()) {
            worst.get().giveUp();
            worst = worst();
        }
    }

    private Optional<Outbox> worst() {
        return outboxes.stream().filter(outbox -> outbox.stood() > 0).max(Comparator.comparingLong(Outbox::stood));
    }
}
