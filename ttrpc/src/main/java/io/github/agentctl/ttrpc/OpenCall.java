// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import io.grpc.Metadata;
import io.grpc.Status;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A unary call between its request and its end. It ends once, whoever comes first: reply, deadline, cancel, loss. */
abstract class OpenCall extends OpenStream {
    /** How a call ended. */
    sealed interface Outcome permits Frame.Whole, Failure, Heard {}

    /** No response that can be used. */
    record Failure(Status status, Metadata trailers) implements Outcome {}

    /** Of whatever kind it was, its listener has it. */
    private enum Heard implements Outcome {
        HEARD
    }

    private volatile @Nullable Outcome outcome;

    /** The thread that waits for the end; null while nobody does. */
    private volatile @Nullable Thread waiter;

    /** The call has ended, and no thread waits for that. Must not block. */
    abstract void ended();

    @Override
    boolean isDone() {
        return outcome != null;
    }

    /**
     * How it ended, for its listener, once: the frame of its response, not yet looked at, or a failure. Null while it is
     * open, and while it has a response that the listener has not asked for.
     */
    @Nullable
    Outcome hear(boolean asked) {
        Outcome end = outcome;
        boolean ready = asked ? end != null && end != Heard.HEARD : end instanceof Failure;
        return ready && change(end, Heard.HEARD) ? end : null;
    }

    private synchronized boolean change(@Nullable Outcome from, Outcome to) {
        boolean mine = outcome == from;
        if (mine) {
            outcome = to;
        }
        return mine;
    }

    /** Ends the call; false when it had ended before. */
    boolean end(Outcome end) {
        if (!change(null, end)) {
            return false;
        }
        Thread waiting = waiter;
        if (waiting == null) {
            ended();
        } else {
            LockSupport.unpark(waiting);
        }
        return true;
    }

    /** Any frame ends it; only a response ends it well. */
    @Override
    boolean receive(Frame frame) {
        if (frame instanceof Frame.Whole whole && whole.type() == Frame.RESPONSE) {
            end(whole);
        } else if (frame instanceof Frame.Oversized oversized) {
            fail(Statuses.oversized(oversized));
        } else {
            fail(Status.INTERNAL.withDescription(
                    "the peer answered a unary call with a frame of type " + frame.type() + Hex.beginning(frame)));
        }
        return true;
    }

    @Override
    boolean fail(Status status) {
        return end(new Failure(status, new Metadata()));
    }

    @Override
    boolean giveUp(Status status) {
        if (fail(status)) {
            return true;
        }
        Outcome before = outcome;
        boolean unheard = before instanceof Frame.Whole && waiter == null;
        if (!unheard || !change(before, new Failure(status, new Metadata()))) {
            return false;
        }
        ended();
        return true;
    }

    /** This thread waits from now on; it looks at {@link #isDone} after this. */
    void waitedBy(Thread thread) {
        waiter = thread;
    }

    /** Nobody waits any more. False when the call has ended already; then {@link #ended} may not have been run. */
    boolean unwaited() {
        waiter = null;
        return !isDone();
    }
}
