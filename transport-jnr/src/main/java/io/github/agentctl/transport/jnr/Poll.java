// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.jnr;

import io.grpc.Deadline;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.Selector;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Waits until a channel of jnr's is ready for one operation. One thread at a time waits.
 *
 * <p>jnr's selector closes its pipe under the thread that selects, and writes to it after it is closed, by when the
 * numbers may belong to other files. So here nobody closes or wakes it but as long as that cannot be.
 */
final class Poll {
    private static final long LONGEST_MILLIS = TimeUnit.HOURS.toMillis(1);

    private final Selector selector;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition left = lock.newCondition();
    private boolean waiting;
    private boolean woken;
    private boolean closed;

    Poll(SelectableChannel channel, int operation) throws IOException {
        selector = channel.provider().openSelector();
        try {
            channel.register(selector, operation);
        } catch (IOException | RuntimeException e) {
            selector.close();
            throw e;
        }
    }

    /** As {@link io.github.agentctl.api.transport.Connection#awaitReadable}. */
    boolean await(@Nullable Deadline until) throws IOException {
        if (!enter()) {
            return false;
        }
        try {
            long millis = millis(until);
            int ready = millis == 0 ? selector.selectNow() : selector.select(millis);
            selector.selectedKeys().clear();
            return ready > 0;
        } finally {
            leave();
        }
    }

    private boolean enter() throws ClosedChannelException {
        lock.lock();
        try {
            requireOpen();
            waiting = !woken;
            woken = false;
            return waiting;
        } finally {
            lock.unlock();
        }
    }

    private void leave() throws ClosedChannelException {
        lock.lock();
        try {
            waiting = false;
            woken = false;
            left.signalAll();
            requireOpen();
        } finally {
            lock.unlock();
        }
    }

    private void requireOpen() throws ClosedChannelException {
        if (closed) {
            throw new ClosedChannelException();
        }
    }

    void wakeup() {
        lock.lock();
        try {
            if (waiting && !woken && !closed) {
                selector.wakeup();
            }
            woken = true;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the wait in progress, and returns when nobody is in the selector any more. A second call does nothing. */
    void close() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            if (waiting) {
                selector.wakeup();
            }
            while (waiting) {
                left.awaitUninterruptibly();
            }
            selector.close();
        } catch (IOException e) {
            // Its descriptors are gone all the same.
        } finally {
            lock.unlock();
        }
    }

    private static long millis(@Nullable Deadline until) {
        if (until == null) {
            return LONGEST_MILLIS;
        }
        long nanos = until.timeRemaining(TimeUnit.NANOSECONDS);
        return nanos <= 0 ? 0 : Math.min((nanos - 1) / 1_000_000 + 1, LONGEST_MILLIS);
    }
}
