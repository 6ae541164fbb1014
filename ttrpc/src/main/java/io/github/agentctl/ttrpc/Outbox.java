// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import io.github.agentctl.api.transport.Connection;
import io.grpc.Deadline;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The frames on their way out of one connection, in the order in which they were put in. Thread-safe.
 *
 * <p>Whoever puts a frame in sends it, and with it what others put in meanwhile, in one write. Nobody waits for a peer
 * that does not read: what it does not take now is left to a thread of the connection, so a call can end at its
 * deadline in the middle of its own frame, and the frame's rest still goes out whole.
 */
final class Outbox {
    /** What one thread sends before it leaves the rest to another: a frame of the largest size, and as much again. */
    private static final long MOST_FOR_OTHERS = 2L * Frame.MAX_DATA;

    private final Connection connection;
    private final @Nullable FrameTrace trace;
    private final Consumer<IOException> onFailure;
    private final Backlogs all;
    private final ShortLock lock = new ShortLock();
    private final Condition drained = lock.newCondition();

    // Guarded by the lock; the head may be partly sent.
    private final ArrayDeque<OutgoingFrame> queue = new ArrayDeque<>();
    private final Backlog backlog;
    /** Somebody sees to it that the queue gets empty. */
    private boolean sending;
    /** What is in the batch is in the kernel's hands. */
    private boolean writing;

    private boolean closeWhenEmpty;
    private @Nullable IOException failure;

    /** Only whoever has set {@link #sending} touches it. */
    private final Batch batch = new Batch();

    /** Who reads the connection, is at work, and will {@link #release} soon; null for none. Only that thread writes it. */
    private volatile @Nullable Thread holder;

    /**
     * @param trace sees each frame; null for none
     * @param onFailure told once when a write fails, on the thread that wrote, without the lock
     */
    Outbox(Connection connection, @Nullable FrameTrace trace, Consumer<IOException> onFailure) {
        this(connection, trace, Backlogs.unlimited(), onFailure);
    }

    /**
     * @param trace sees each frame; null for none
     * @param all what waits for other peers as well
     * @param onFailure told when a write fails, on the thread that wrote, or when the peer is given up; without the lock
     */
    Outbox(Connection connection, @Nullable FrameTrace trace, Backlogs all, Consumer<IOException> onFailure) {
        this.connection = connection;
        this.trace = trace;
        this.all = all;
        this.backlog = new Backlog(all);
        this.onFailure = onFailure;
        all.join(this);
    }

    /** Makes a frame while the outbox's order is held; this is where a stream gets its id. */
    interface FrameMaker {
        OutgoingFrame make() throws IOException;
    }

    /**
     * Puts a frame in and sends what the peer takes now. Does not block for long.
     *
     * @throws IOException when the maker does, the outbox is full, or the connection has failed
     */
    void send(FrameMaker maker) throws IOException {
        put(maker, false);
    }

    /**
     * As {@link #send}, but while the outbox is held the frame is left to whoever holds it: it then leaves together with
     * those of others.
     */
    void sendTogether(FrameMaker maker) throws IOException {
        put(maker, true);
    }

    /**
     * What is sent together from now on waits for {@link #release}. By the thread that reads the connection, for the
     * time in which it brings frames to those who will soon send the next ones.
     */
    void hold() {
        Thread reading = Thread.currentThread();
        if (holder != reading) {
            holder = reading;
        }
    }

    /**
     * Sends what was left here meanwhile; nothing on a thread that does not hold it. Also before anything runs that may
     * block: what others send must not wait for it.
     */
    void release() {
        if (holder != Thread.currentThread()) {
            return;
        }
        holder = null;
        boolean mine;
        lock.lock();
        try {
            mine = !sending && !queue.isEmpty();
            sending = sending || mine;
        } finally {
            lock.unlock();
        }
        if (mine) {
            flush();
        }
    }

    private void put(FrameMaker maker, boolean together) throws IOException {
        all.makeRoom();
        boolean mine;
        lock.lock();
        try {
            checkOpen();
            backlog.check();
            OutgoingFrame frame = maker.make();
            if (trace != null) {
                frame.show(trace);
            }
            queue.add(frame);
            backlog.add(frame.remaining());
            boolean left = together && holder != null && backlog.isSmall();
            mine = !sending && !left;
            sending = sending || mine;
        } finally {
            lock.unlock();
        }
        if (mine) {
            flush();
        }
    }

    /** Takes a frame back of which nothing was sent yet; one that has begun goes out whole. */
    void retract(OutgoingFrame frame) {
        lock.lock();
        try {
            if (!writing && !frame.hasBegun() && queue.remove(frame)) {
                backlog.retract(frame.remaining());
                drained.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until less than {@link Backlog#HIGH_WATER} lies here.
     *
     * @param isOver looked at before each wait and on {@link #wakeup}; ends the waiting
     * @return false when the deadline passed first, it is over, or the thread is interrupted (its flag is kept)
     */
    boolean awaitRoom(@Nullable Deadline until, BooleanSupplier isOver) throws IOException {
        lock.lock();
        try {
            while (!backlog.hasRoom()) {
                checkOpen();
                if (isOver.getAsBoolean()) {
                    return false;
                }
                if (until == null) {
                    drained.await();
                } else if (drained.awaitNanos(until.timeRemaining(TimeUnit.NANOSECONDS)) <= 0) {
                    return backlog.hasRoom();
                }
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Whether less than {@link Backlog#READY_WATER} lies here.
     *
     * @param whenReady run once when that becomes true, where it is not, on a thread that sends; must not block.
     *     The same object is kept once, however often it asks
     */
    boolean isReady(Runnable whenReady) {
        lock.lock();
        try {
            return failure != null || backlog.isReady(whenReady);
        } finally {
            lock.unlock();
        }
    }

    /** A stream has ended and does not ask any more. */
    void forget(Runnable whenReady) {
        locked(() -> backlog.forget(whenReady));
    }

    /** Lets those who wait for room look whether it is over for them. */
    void wakeup() {
        locked(() -> drained.signalAll());
    }

    /** Closes the connection as soon as nothing is left to send. */
    void closeWhenEmpty() {
        boolean now;
        lock.lock();
        try {
            closeWhenEmpty = true;
            now = queue.isEmpty() && !sending;
        } finally {
            lock.unlock();
        }
        if (now) {
            connection.close();
        }
    }

    /** What waits for a peer that does not read; 0 where it does. */
    long stood() {
        lock.lock();
        try {
            return backlog.stood();
        } finally {
            lock.unlock();
        }
    }

    /** The peer does not read, and others need the memory. */
    void giveUp() {
        IOException cause = new Backlog.FullException(stood());
        fail(cause);
        onFailure.accept(cause);
    }

    /** Forgets what is left and fails those who wait; the connection is gone. */
    void fail(IOException cause) {
        all.leave(this);
        lock.lock();
        try {
            if (failure == null) {
                failure = cause;
            }
            queue.clear();
            backlog.clear();
            drained.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Sends until nothing is left, the peer takes no more, or it is enough: whoever sends for others who do not stop has
     * a deadline of his own. Only by whoever has set {@link #sending}.
     */
    private void flush() {
        try {
            int written = 0;
            long sent = 0;
            while (nextBatch(written)) {
                written = batch.writeTo(connection);
                sent += written;
                if (written == 0 || sent >= MOST_FOR_OTHERS) {
                    batchTaken(written);
                    Threads.daemon("ttrpc-writer", this::flushWaiting).start();
                    return;
                }
            }
        } catch (IOException e) {
            failed(e);
        } catch (RuntimeException | Error e) {
            // Nobody would send any more: sending would stay set.
            failed(new IOException("sending failed: " + e, e));
            throw e;
        }
    }

    /** On a thread of its own, which ends when the queue is empty. */
    private void flushWaiting() {
        try {
            while (true) {
                // Waits with no batch in hand, so that what has not begun can still be retracted.
                connection.awaitWritable(null);
                if (!nextBatch(0)) {
                    return;
                }
                batchTaken(batch.writeTo(connection));
            }
        } catch (IOException e) {
            failed(e);
        } catch (RuntimeException | Error e) {
            failed(new IOException("sending failed: " + e, e));
            throw e;
        }
    }

    /** Fills the batch; false where nothing is left to send. */
    private boolean nextBatch(int written) {
        boolean more;
        boolean close = false;
        List<Runnable> ready;
        lock.lock();
        try {
            ready = taken(written);
            for (OutgoingFrame frame : queue) {
                if (!batch.add(frame)) {
                    break;
                }
            }
            more = !batch.isEmpty();
            writing = more;
            if (!more) {
                // From here on the batch may be another thread's.
                sending = false;
                close = closeWhenEmpty;
            }
        } finally {
            lock.unlock();
        }
        if (close) {
            connection.close();
        }
        ready.forEach(Runnable::run);
        return more;
    }

    private void batchTaken(int written) {
        List<Runnable> ready;
        lock.lock();
        try {
            ready = taken(written);
        } finally {
            lock.unlock();
        }
        ready.forEach(Runnable::run);
    }

    /** Who became ready by it is returned, to be told without the lock. */
    private List<Runnable> taken(int written) {
        writing = false;
        batch.clear();
        backlog.taken(written);
        while (!queue.isEmpty() && queue.element().remaining() == 0) {
            queue.remove();
        }
        if (backlog.hasRoom()) {
            drained.signalAll();
        }
        return backlog.becameReady();
    }

    private void locked(Runnable work) {
        lock.lock();
        try {
            work.run();
        } finally {
            lock.unlock();
        }
    }

    private void failed(IOException cause) {
        fail(cause);
        lock.lock();
        try {
            sending = false;
            writing = false;
            batch.clear();
        } finally {
            lock.unlock();
        }
        onFailure.accept(cause);
    }

    private void checkOpen() throws IOException {
        if (failure != null) {
            throw failure instanceof ClosedChannelException
                    ? new ClosedChannelException()
                    : new IOException(failure.getMessage(), failure);
        }
    }
}
