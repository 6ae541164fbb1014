// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.ttrpc.ReadTurn.Waiter;
import io.grpc.Deadline;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Who reads a client's connection. The caller that waits is the one that reads ({@link ReadTurn}); a reader thread exists
 * only when there are calls that nobody waits for. Thread-safe.
 */
final class ClientReader {
    /** How many frames a look at an idle connection reads. */
    private static final int LOOKS = 64;

    /** How many connections there were; names the threads. */
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final Connection connection;
    private final FrameReader frames;
    private final Outbox outbox;
    private final Arrivals arrivals;
    private final Predicate<Frame> target;
    private final Consumer<Throwable> onFailure;
    private final ReadTurn turn = new ReadTurn();

    /** Calls that nobody waits for. */
    private final AtomicInteger unwaited = new AtomicInteger();

    /** A frame whose stream had no room for it. Only with the turn. */
    private @Nullable Frame undelivered;

    private volatile @Nullable Thread thread;
    private volatile boolean stopped;

    /**
     * @param trace sees each frame; null for none
     * @param outbox held while frames are brought, so that what is sent because of them leaves together
     * @param arrivals what the frames bring to streams; told when nothing more is here
     * @param target takes each frame; false when there is no room for it now, and it is to be brought again
     * @param onFailure told why nothing more can be read; closes the connection
     */
    ClientReader(
            Connection connection,
            @Nullable FrameTrace trace,
            Outbox outbox,
            Arrivals arrivals,
            Predicate<Frame> target,
            Consumer<Throwable> onFailure) {
        this.connection = connection;
        this.frames = new FrameReader(connection, trace);
        this.outbox = outbox;
        this.arrivals = arrivals;
        this.target = target;
        this.onFailure = onFailure;
    }

    /** Waits for the end of an open call; also returns when the deadline has passed or the thread is interrupted. */
    void await(OpenCall call, @Nullable Deadline until) {
        call.waitedBy(Thread.currentThread());
        if (Threads.isVirtual()) {
            leaveToReader(call, until);
        } else if (turn.take()) {
            read(() -> readFor(call, until));
        } else {
            standInLine(call, until);
        }
    }

    /**
     * A virtual thread that waits in a selector keeps its carrier, and has the JDK start another: it costs less to have
     * the reader thread read for it.
     */
    private void leaveToReader(OpenCall call, @Nullable Deadline until) {
        watch();
        try {
            while (!call.isDone() && !isOver(until)) {
                park(until);
            }
        } finally {
            unwatch();
        }
    }

    private void park(@Nullable Deadline until) {
        if (until == null) {
            LockSupport.park(this);
        } else {
            LockSupport.parkNanos(this, until.timeRemaining(TimeUnit.NANOSECONDS));
        }
    }

    private void standInLine(OpenCall call, @Nullable Deadline until) {
        Waiter me = new Waiter();
        try {
            while (!call.isDone() && !isOver(until)) {
                if (turn.take(me)) {
                    read(() -> readFor(call, until));
                } else {
                    park(until);
                }
            }
        } finally {
            turn.leave(me);
        }
    }

    /** One call more that nobody waits for. */
    void watch() {
        unwaited.incrementAndGet();
        Thread running = thread;
        if (running != null) {
            LockSupport.unpark(running);
            return;
        }
        try {
            start();
        } catch (RuntimeException | Error e) {
            // There is no thread to be had; the call is not watched then.
            unwatch();
            throw e;
        }
    }

    /** One call less that nobody waits for. */
    void unwatch() {
        unwaited.decrementAndGet();
    }

    /** Reads a little of what is there, where nobody else reads. */
    void look() {
        if (turn.take()) {
            read(this::readLittle);
        }
    }

    /** The connection is closed: the reader thread ends. */
    void stop() {
        stopped = true;
        LockSupport.unpark(thread);
    }

    private interface Reading {
        void run() throws IOException;
    }

    /** With the turn, which is passed on afterwards. */
    private void read(Reading reading) {
        try {
            reading.run();
        } catch (IOException | RuntimeException | Error e) {
            onFailure.accept(e);
        } finally {
            try {
                settle();
            } finally {
                turn.pass();
            }
        }
    }

    private static boolean isOver(@Nullable Deadline until) {
        return Thread.currentThread().isInterrupted() || (until != null && until.isExpired());
    }

    /** Until this call has ended or its caller has waited long enough. */
    private void readFor(OpenCall call, @Nullable Deadline until) throws IOException {
        // The time is looked at for each frame too: a flood of them must not outlast the deadline.
        while (!call.isDone() && !isOver(until)) {
            readOne(until);
        }
        boolean more = true;
        while (more) {
            // The others' frames that came with the last one must not wait for the next thread to get the turn.
            more = deliverOne();
        }
    }

    private void readWhileUnwaited() throws IOException {
        while (unwaited.get() > 0) {
            forgetInterrupt();
            readOne(null);
        }
    }

    /** Late replies to calls that were given up; what a peer sends without end is left to those who wait for it. */
    private void readLittle() throws IOException {
        for (int read = 0; read < LOOKS; read++) {
            if (!deliverOne()) {
                if (undelivered != null) {
                    return;
                }
                undelivered = frames.next();
                if (undelivered == null) {
                    return;
                }
            }
        }
    }

    /** Brings one frame to its call, or waits until there may be one. */
    private void readOne(@Nullable Deadline until) throws IOException {
        if (deliverOne()) {
            return;
        }
        settle();
        if (undelivered != null) {
            Inbox.pause(this);
            return;
        }
        undelivered = frames.next();
        if (undelivered == null) {
            connection.awaitReadable(until);
        }
    }

    /** Nothing more is here: what the frames brought is heard, and what was sent because of them leaves. */
    private void settle() {
        arrivals.tell();
        outbox.release();
    }

    /** Brings a frame that is here already to its call; false where none is, or there is no room for it. */
    private boolean deliverOne() throws IOException {
        Frame frame = undelivered == null ? frames.here() : undelivered;
        if (frame == null) {
            return false;
        }
        outbox.hold();
        undelivered = target.test(frame) ? null : frame;
        return undelivered == null;
    }

    private synchronized void start() {
        if (thread == null) {
            Thread started = Threads.daemon("ttrpc-reader-" + COUNT.incrementAndGet(), this::readForAll);
            started.start();
            thread = started;
            if (stopped) {
                LockSupport.unpark(started);
            }
        } else {
            // It may have gone to rest while another caller was just starting it.
            LockSupport.unpark(thread);
        }
    }

    private void readForAll() {
        while (!stopped) {
            forgetInterrupt();
            if (unwaited.get() == 0) {
                turn.readerRests();
                LockSupport.park(this);
            } else if (!turn.takeAsReader()) {
                LockSupport.park(this);
            } else {
                read(this::readWhileUnwaited);
            }
        }
    }

    /** A listener on a direct executor may have left the reader thread interrupted; every wait would end at once. */
    private static void forgetInterrupt() {
        Thread.interrupted();
    }
}
