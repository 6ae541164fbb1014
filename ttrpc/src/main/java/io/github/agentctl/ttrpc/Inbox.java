// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import io.grpc.Status;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one stream, from the thread that reads the connection to a listener that takes them when it has asked
 * for them. Bounded: ttrpc has no flow control for a stream, so all that can be done about a listener that falls behind
 * is to let the whole connection wait for it, which is done while it catches up soon, and else to give its stream up.
 */
final class Inbox {
    /**
     * What one stream may hold, in bytes; its last message may go beyond, and while it is not known yet whether its
     * listener reads at all, what comes meanwhile too.
     */
    static final int LIMIT = 4 << 20;

    /** How a stream ends that is given up. */
    static final Status OVERFLOW = Status.RESOURCE_EXHAUSTED.withDescription(
            "the messages of this stream are not taken as fast as they come; up to " + LIMIT + " bytes may wait");

    /** What a message costs beside its own bytes. */
    private static final int OVERHEAD = 64;

    /**
     * A full inbox is not waited for when its listener has taken nothing for so long. Whether the listener has asked for
     * a message is no sign: one that takes them one by one has asked for none in between. The time runs while the inbox
     * fills, so that many listeners that have stopped hold up their connection no longer than one.
     */
    private static final long STANDSTILL_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** How long a full inbox is waited for to get half empty, while its listener does take something. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

    private final Inboxes all;
    private final Arrivals arrivals;
    private final Executor serial;
    private final Executor asker;
    private final Consumer<byte[]> listener;
    private final Runnable atEnd;
    private final Runnable givenUp;

    // Guarded by this.
    private final ArrayDeque<byte[]> messages = new ArrayDeque<>();
    private long bytes;
    private long demand;
    private boolean scheduled;
    private boolean ended;
    private boolean dropped;
    private boolean full;
    private long fullSince;
    /** The listener has taken something of what lies here together. */
    private boolean reading;

    private boolean watched;
    private long lastTaken = System.nanoTime();

    /**
     * @param all the inboxes of the connection
     * @param arrivals of the thread that offers messages; it then tells that they have come
     * @param serial where the listener runs; one task at a time, in order
     * @param asker where it runs for what was here when it was asked for; in line with the other
     * @param listener hears each message
     * @param atEnd run once, after the last message was heard
     * @param givenUp run where the listener does not keep up; ends the stream, and with it drops what is here
     */
    Inbox(
            Inboxes all,
            Arrivals arrivals,
            Executor serial,
            Executor asker,
            Consumer<byte[]> listener,
            Runnable atEnd,
            Runnable givenUp) {
        this.all = all;
        this.arrivals = arrivals;
        this.serial = serial;
        this.asker = asker;
        this.listener = listener;
        this.atEnd = atEnd;
        this.givenUp = givenUp;
    }

    /** Lets the thread that reads wait a little for an inbox that is full. */
    static void pause(Object blocker) {
        LockSupport.parkNanos(blocker, PAUSE_NANOS);
    }

    /**
     * Puts a message in, of which the listener hears when the arrivals are told; false while there is no room for it. It
     * is then to be brought again. After the end or {@link #drop} it is forgotten. Where waiting for room has become
     * hopeless the stream that is in the way is given up, which is this one or, where all of them together hold too
     * much, the fullest.
     */
    boolean offer(byte[] message) {
        if (put(message)) {
            arrivals.add(this);
            return true;
        }
        inTheWay().ifPresent(inbox -> inbox.givenUp.run());
        // If it was this one the message is forgotten with it.
        return isDropped();
    }

    private synchronized boolean isDropped() {
        return dropped;
    }

    private synchronized boolean put(byte[] message) {
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
        if (bytes >= LIMIT && !reading && !watched) {
            watch();
        }
        return true;
    }

    /** Looks again when it must be known whether the listener reads; more messages may never come. */
    private void watch() {
        watched = true;
        var unused = Threads.timer().schedule(this::decide, STANDSTILL_NANOS, TimeUnit.NANOSECONDS);
    }

    private void decide() {
        synchronized (this) {
            watched = false;
            if (dropped || bytes < LIMIT || isRead()) {
                return;
            }
            if (!stands()) {
                watch();
                return;
            }
        }
        givenUp.run();
    }

    /** Whose stream is to be given up, now that there is no room for a message; empty while room may still come. */
    private Optional<Inbox> inTheWay() {
        boolean late;
        synchronized (this) {
            late = System.nanoTime() - fullSince > PATIENCE_NANOS;
            if (bytes > LIMIT / 2 && all.hasRoom(0)) {
                return late || !isRead() ? Optional.of(this) : Optional.empty();
            }
        }
        return all.fullest(!late);
    }

    /** Whether the listener is at what is here. */
    synchronized boolean isRead() {
        return reading && !stands();
    }

    private boolean stands() {
        return System.nanoTime() - lastTaken > STANDSTILL_NANOS;
    }

    synchronized long bytes() {
        return bytes;
    }

    /** The listener may hear this many messages more. */
    void request(int count) {
        synchronized (this) {
            demand = Math.min(demand + count, Long.MAX_VALUE / 2);
        }
        deliver(asker);
    }

    /** No message comes any more. */
    void end() {
        synchronized (this) {
            ended = true;
        }
        deliverSoon();
    }

    /** Forgets what is here and what still comes; the listener hears nothing more, not even the end. */
    synchronized void drop() {
        dropped = true;
        messages.clear();
        count(-bytes);
    }

    private boolean hasRoom(int length) {
        boolean before = full;
        boolean over = bytes >= LIMIT || (full && bytes > LIMIT / 2);
        // Who has not read yet may be about to, or never will: the connection does not wait to find out.
        boolean undecided = !reading && !stands();
        full = (over && !undecided) || !all.hasRoom(length);
        if (full && !before) {
            fullSince = System.nanoTime();
        }
        return !full;
    }

    /** Sees to it that a task is on its way where there is something to hear. */
    void deliverSoon() {
        deliver(serial);
    }

    private void deliver(Executor executor) {
        synchronized (this) {
            boolean work = !dropped && (messages.isEmpty() ? ended : demand > 0);
            if (!work || scheduled) {
                return;
            }
            scheduled = true;
        }
        executor.execute(this::deliver);
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
                reading = !messages.isEmpty();
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
        all.count(this, change, bytes == 0);
    }
}
