// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one stream, from the thread that reads the connection to a listener that takes them when it has asked
 * for them. Bounded: ttrpc has no flow control for a stream, so all that can be done about a listener that falls behind
 * is to let the whole connection wait for it, which is done while it catches up soon, and else to give its stream up.
 */
final class Inbox {
    /** What one stream may hold, in bytes; its last message may go beyond. */
    static final int LIMIT = 4 << 20;

    /** What a message costs beside its own bytes. */
    private static final int OVERHEAD = 64;

    /**
     * A full inbox is not waited for when its listener has taken nothing for so long. Whether the listener has asked for
     * a message is no sign: one that takes them one by one has asked for none in between. The time runs while the inbox
     * fills, so that many listeners that have stopped hold up their connection no longer than one.
     */
    private static final long STANDSTILL_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** How long a full inbox is waited for to get half empty, while its listener does take something. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

    /** What all streams of a connection may hold. */
    static final long TOTAL_LIMIT =
            Math.max(2L * LIMIT, Math.min(64L << 20, Runtime.getRuntime().maxMemory() / 4));

    private final AtomicLong total;
    private final Executor serial;
    private final Consumer<byte[]> listener;
    private final Runnable atEnd;

    // Guarded by this.
    private final ArrayDeque<byte[]> messages = new ArrayDeque<>();
    private long bytes;
    private long demand;
    private boolean scheduled;
    private boolean ended;
    private boolean dropped;
    private boolean full;
    private long fullSince;
    private long lastTaken = System.nanoTime();

    /**
     * @param total bytes held by all inboxes of the connection
     * @param serial where the listener runs; one task at a time, in order
     * @param listener hears each message
     * @param atEnd run once, after the last message was heard
     */
    Inbox(AtomicLong total, Executor serial, Consumer<byte[]> listener, Runnable atEnd) {
        this.total = total;
        this.serial = serial;
        this.listener = listener;
        this.atEnd = atEnd;
    }

    /** Lets the thread that reads wait a little for an inbox that is full. */
    static void pause(Object blocker) {
        LockSupport.parkNanos(blocker, PAUSE_NANOS);
    }

    /** Puts a message in; false while there is no room for it. After the end or {@link #drop} it is forgotten. */
    boolean offer(byte[] message) {
        synchronized (this) {
            if (ended || dropped) {
                return true;
            }
            if (!hasRoom(message.length)) {
                return false;
            }
            if (messages.isEmpty()) {
                // Until now there was nothing that the listener could have taken.
                lastTaken = System.nanoTime();
            }
            messages.add(message);
            count(message.length + (long) OVERHEAD);
            if (!schedule()) {
                return true;
            }
        }
        serial.execute(this::deliver);
        return true;
    }

    /** Whether a message that found no room has waited long enough: the listener has stopped, or falls behind for good. */
    synchronized boolean isHopeless() {
        long now = System.nanoTime();
        return full && (now - lastTaken > STANDSTILL_NANOS || now - fullSince > PATIENCE_NANOS);
    }

    /** The listener may hear this many messages more. */
    void request(int count) {
        synchronized (this) {
            demand = Math.min(demand + count, Long.MAX_VALUE / 2);
            if (!schedule()) {
                return;
            }
        }
        serial.execute(this::deliver);
    }

    /** No message comes any more. */
    void end() {
        synchronized (this) {
            ended = true;
            if (!schedule()) {
                return;
            }
        }
        serial.execute(this::deliver);
    }

    /** Forgets what is here and what still comes; the listener hears nothing more, not even the end. */
    synchronized void drop() {
        dropped = true;
        messages.clear();
        count(-bytes);
    }

    private boolean hasRoom(int length) {
        if (full && bytes > LIMIT / 2) {
            return false;
        }
        boolean before = full;
        full = bytes >= LIMIT || total.get() + length > TOTAL_LIMIT;
        if (full && !before) {
            fullSince = System.nanoTime();
        }
        return !full;
    }

    /** Whether a task is needed that is not on its way yet. */
    private boolean schedule() {
        boolean work = !dropped && (messages.isEmpty() ? ended : demand > 0);
        if (!work || scheduled) {
            return false;
        }
        scheduled = true;
        return true;
    }

    private void deliver() {
        for (byte[] message = next(); message != null; message = next()) {
            listener.accept(message);
        }
    }

    private byte @Nullable [] next() {
        synchronized (this) {
            if (!dropped && !messages.isEmpty() && demand > 0) {
                demand--;
                byte[] message = messages.remove();
                count(-(message.length + (long) OVERHEAD));
                lastTaken = System.nanoTime();
                return message;
            }
            scheduled = false;
            if (dropped || !ended || !messages.isEmpty()) {
                return null;
            }
            dropped = true;
        }
        atEnd.run();
        return null;
    }

    private void count(long change) {
        bytes += change;
        total.addAndGet(change);
    }
}
