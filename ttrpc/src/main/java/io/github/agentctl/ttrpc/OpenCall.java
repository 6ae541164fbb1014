// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import io.grpc.Metadata;
import io.grpc.Status;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A unary call between its request and its end. It ends once, whoever comes first: reply, deadline, cancel, loss. */
final class OpenCall extends OpenStream {
    /** How a call ended. */
    sealed interface Outcome {
        /** The data of the response frame, not yet looked at. */
        @SuppressWarnings("ArrayRecordComponent") // Carried, never compared.
        record Response(byte[] data) implements Outcome {}

        /** No response that can be used. */
        record Failure(Status status, Metadata trailers) implements Outcome {}
    }

    private final AtomicReference<@Nullable Outcome> outcome = new AtomicReference<>();
    private final Runnable whenDone;

    /** The thread that waits for the end; null while nobody does. */
    private volatile @Nullable Thread waiter;

    /** @param whenDone run once at the end where no thread waits; must not block */
    OpenCall(Runnable whenDone) {
        this.whenDone = whenDone;
    }

    @Override
    boolean isDone() {
        return outcome.get() != null;
    }

    /** How it ended; null while it is open. */
    @Nullable
    Outcome outcome() {
        return outcome.get();
    }

    /** Ends the call; false when it had ended before. */
    boolean end(Outcome end) {
        if (!outcome.compareAndSet(null, end)) {
            return false;
        }
        Thread waiting = waiter;
        if (waiting == null) {
            whenDone.run();
        } else {
            LockSupport.unpark(waiting);
        }
        return true;
    }

    /** Any frame ends it; only a response ends it well. */
    @Override
    boolean receive(Frame frame) {
        if (frame instanceof Frame.Whole whole && whole.type() == Frame.RESPONSE) {
            end(new Outcome.Response(whole.data()));
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
        return end(new Outcome.Failure(status, new Metadata()));
    }

    @Override
    boolean giveUp(Status status) {
        if (fail(status)) {
            return true;
        }
        Outcome before = outcome.get();
        boolean unheard = before instanceof Outcome.Response && waiter == null;
        if (!unheard || !outcome.compareAndSet(before, new Outcome.Failure(status, new Metadata()))) {
            return false;
        }
        whenDone.run();
        return true;
    }

    /** This thread waits from now on; it looks at {@link #isDone} after this. */
    void waitedBy(Thread thread) {
        waiter = thread;
    }

    /** Nobody waits any more. False when the call has ended already; then {@code whenDone} may not have been run. */
    boolean unwaited() {
        waiter = null;
        return !isDone();
    }
}
