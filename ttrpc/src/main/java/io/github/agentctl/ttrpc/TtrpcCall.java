// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.stub.InternalClientCalls;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What every client's call has: a listener, a request's head, and the ways in which it ends before its peer ends it.
 *
 * <p>As grpc-java has it, one thread at a time uses a call, except for {@link #cancel}.
 */
abstract class TtrpcCall<Q, A> extends ClientCall<Q, A> implements Context.CancellationListener {
    final ClientConnection connection;
    final MethodDescriptor<Q, A> method;
    final CallOptions options;
    final Executor executor;
    final Context context = Context.current();
    final @Nullable Deadline deadline;

    private final byte[] target;
    private final Runnable whenForgotten;
    private List<Wire.Pair> metadata = List.of();
    private @Nullable Listener<A> listener;

    /** The connection's reader thread reads for it. Guarded by this. */
    private boolean watched;

    private volatile @Nullable Future<?> timeout;

    TtrpcCall(
            ClientConnection connection,
            MethodDescriptor<Q, A> method,
            byte[] target,
            CallOptions options,
            Executor defaultExecutor,
            Runnable whenForgotten) {
        this.connection = connection;
        this.method = method;
        this.target = target;
        this.options = options;
        this.whenForgotten = whenForgotten;
        this.executor = options.getExecutor() == null ? defaultExecutor : options.getExecutor();
        this.deadline = earlier(options.getDeadline(), context.getDeadline());
    }

    /** Where the call stands on the wire. */
    abstract OpenStream stream();

    /** The listener is there, and the call has not failed yet. */
    abstract void started();

    /** The call has ended while it was being left to the reader thread, and has to be cleaned up after. */
    abstract void endedMeanwhile();

    @Override
    public final void start(Listener<A> listener, Metadata headers) {
        if (this.listener != null) {
            throw new IllegalStateException("the call was started before");
        }
        this.listener = listener;
        metadata = Headers.toPairs(headers);
        context.addListener(this, Runnable::run);
        if (deadline != null && deadline.isExpired()) {
            stream().fail(Status.DEADLINE_EXCEEDED.withDescription("the deadline had passed before the call began"));
        }
        started();
    }

    @Override
    public final void cancel(@Nullable String why, @Nullable Throwable cause) {
        Status status = Status.CANCELLED.withDescription(why == null ? "the caller cancelled the call" : why);
        if (stream().giveUp(status.withCause(cause))) {
            connection.wakeup();
        }
    }

    /** Who hears of the call; null before its start. */
    final @Nullable Listener<A> listener() {
        return listener;
    }

    /** Opens the stream with its request. What goes wrong ends the call. */
    final void open(int flags, Payload payload) {
        try {
            connection.open(stream(), Wire.request(0, flags, target, payload, timeLeft(), metadata));
        } catch (IOException e) {
            sendFailed(e);
        }
    }

    /** The message as bytes; a failure ends the call, and gives null. */
    final @Nullable Payload payload(Q message) {
        try {
            Payload payload = Payload.of(method.getRequestMarshaller(), message);
            Integer limit = options.getMaxOutboundMessageSize();
            if (limit != null && payload.size() > limit) {
                throw new Wire.TooLargeException(payload.size(), limit);
            }
            return payload;
        } catch (Wire.TooLargeException e) {
            sendFailed(e);
        } catch (IOException e) {
            // The caller's own message, and nothing of the connection.
            stream().fail(Status.UNAVAILABLE.withDescription(e.getMessage()).withCause(e));
        }
        return null;
    }

    final void sendFailed(IOException e) {
        Status lost = connection.lost();
        if (e instanceof Wire.TooLargeException || e instanceof Backlog.FullException) {
            stream()
                    .fail(Status.RESOURCE_EXHAUSTED
                            .withDescription(e.getMessage())
                            .withCause(e));
        } else if (e instanceof Payload.InaccurateException) {
            // The caller's own fault, and nothing of the connection.
            stream().fail(Status.INTERNAL.withDescription(e.getMessage()).withCause(e));
        } else {
            stream().fail(lost == null ? connection.lostBy(e) : lost);
        }
    }

    /** Nobody waits for the call: the connection's reader thread and a timer see to it. */
    final void leaveToReader() {
        connection.watch();
        synchronized (this) {
            watched = true;
        }
        if (deadline != null) {
            timeout = Threads.timer()
                    .schedule(
                            () -> stream().giveUp(deadlineExceeded()),
                            Math.max(0, deadline.timeRemaining(TimeUnit.NANOSECONDS)),
                            TimeUnit.NANOSECONDS);
        }
        if (stream().isDone()) {
            endedMeanwhile();
        }
    }

    /** What the end leaves to clean up; may run twice. */
    final void finish() {
        leave();
        release();
    }

    /** The connection has nothing to do with the call any more; may run twice. */
    final void leave() {
        boolean wasWatched;
        synchronized (this) {
            wasWatched = watched;
            watched = false;
        }
        connection.forget(stream(), wasWatched);
        whenForgotten.run();
    }

    /** The call cannot end in another way any more; may run twice. */
    final void release() {
        context.removeListener(this);
        Future<?> timer = timeout;
        if (timer != null) {
            timer.cancel(false);
        }
    }

    /** Whether the caller is a blocking stub: its own thread waits for what the listener hears. */
    final boolean isBlocking() {
        return options.getOption(InternalClientCalls.getStubTypeOption()) != null
                && InternalClientCalls.getStubType(options) == InternalClientCalls.StubType.BLOCKING;
    }

    static Status deadlineExceeded() {
        return Status.DEADLINE_EXCEEDED.withDescription("no reply within the call's time limit");
    }

    /** The caller's context ended the call. */
    @Override
    public final void cancelled(Context cancelled) {
        Throwable cause = cancelled.cancellationCause();
        Status status = cause instanceof TimeoutException
                ? deadlineExceeded()
                : Status.CANCELLED
                        .withDescription("the caller's context was cancelled")
                        .withCause(cause);
        if (stream().giveUp(status)) {
            connection.wakeup();
        }
    }

    private long timeLeft() {
        // 0 would mean no limit.
        return deadline == null ? 0 : Math.max(1, deadline.timeRemaining(TimeUnit.NANOSECONDS));
    }

    private static @Nullable Deadline earlier(@Nullable Deadline one, @Nullable Deadline other) {
        return one == null ? other : other == null ? one : one.minimum(other);
    }
}
