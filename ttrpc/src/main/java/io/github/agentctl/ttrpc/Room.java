// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import java.util.concurrent.atomic.AtomicLong;

/** So many bytes of memory, for many to share. Whoever takes some gives it back. Thread-safe. */
final class Room {
    private final long limit;
    private final AtomicLong taken = new AtomicLong();

    Room(long limit) {
        this.limit = limit;
    }

    /** Without an end, for one who has but one peer. */
    static Room unlimited() {
        return new Room(Long.MAX_VALUE);
    }

    /** Takes so much, or nothing where there is not so much. */
    boolean tryTake(long bytes) {
        long before;
        do {
            before = taken.get();
            if (bytes > limit - before) {
                return false;
            }
        } while (!taken.compareAndSet(before, before + bytes));
        return true;
    }

    /** Takes so much, though it may be more than there is. */
    void take(long bytes) {
        taken.addAndGet(bytes);
    }

    void release(long bytes) {
        taken.addAndGet(-bytes);
    }

    long limit() {
        return limit;
    }

    long taken() {
        return taken.get();
    }

    boolean isFull() {
        return taken.get() > limit;
    }
}
