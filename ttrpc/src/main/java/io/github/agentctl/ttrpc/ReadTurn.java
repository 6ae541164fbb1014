// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is to read the connection: one of the callers that wait for a reply, or, when calls are open that
 * nobody waits for, the connection's reader thread. Whoever has the turn delivers the others' frames and passes the
 * turn on when its own reply has come. Callers go before the reader thread: their replies then need no change of
 * thread. Thread-safe.
 */
final class ReadTurn {
    private final ShortLock lock = new ShortLock();
    private boolean taken;
    private @Nullable Waiter first;
    private @Nullable Waiter last;
    private @Nullable Thread reader;

    /** A caller that wants its reply; a node of the line. Guarded by the lock. */
    static final class Waiter {
        private final Thread thread = Thread.currentThread();
        private @Nullable Waiter before;
        private @Nullable Waiter behind;
        private boolean inLine;
    }

    /** Takes the turn where it is free. */
    boolean take() {
        lock.lock();
        try {
            boolean free = !taken;
            taken = true;
            return free;
        } finally {
            lock.unlock();
        }
    }

    /** Takes the turn where it is free; else the waiter stands in line and will be unparked when it may try again. */
    boolean take(Waiter waiter) {
        lock.lock();
        try {
            if (taken) {
                enqueue(waiter);
                return false;
            }
            dequeue(waiter);
            taken = true;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** As {@link #take}, for the reader thread, which stands behind all callers. */
    boolean takeAsReader() {
        lock.lock();
        try {
            reader = Thread.currentThread();
            if (taken || first != null) {
                return false;
            }
            taken = true;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** The reader thread has nothing to read for, and is not unparked until it asks again. */
    void readerRests() {
        lock.lock();
        try {
            reader = null;
        } finally {
            lock.unlock();
        }
    }

    /** Gives the turn back; the next in line is unparked. */
    void pass() {
        lock.lock();
        try {
            taken = false;
            unparkNext();
        } finally {
            lock.unlock();
        }
    }

    /** Leaves the line. A waiter that was unparked for the turn and does not want it any more so wakes the next. */
    void leave(Waiter waiter) {
        lock.lock();
        try {
            dequeue(waiter);
            if (!taken) {
                unparkNext();
            }
        } finally {
            lock.unlock();
        }
    }

    private void unparkNext() {
        if (last != null) {
            LockSupport.unpark(last.thread);
        } else if (reader != null) {
            LockSupport.unpark(reader);
        }
    }

    private void enqueue(Waiter waiter) {
        if (waiter.inLine) {
            return;
        }
        waiter.inLine = true;
        waiter.before = last;
        if (last == null) {
            first = waiter;
        } else {
            last.behind = waiter;
        }
        last = waiter;
    }

    private void dequeue(Waiter waiter) {
        if (!waiter.inLine) {
            return;
        }
        waiter.inLine = false;
        if (waiter.before == null) {
            first = waiter.behind;
        } else {
            waiter.before.behind = waiter.behind;
        }
        if (waiter.behind == null) {
            last = waiter.before;
        } else {
            waiter.behind.before = waiter.before;
        }
        waiter.before = null;
        waiter.behind = null;
    }
}
