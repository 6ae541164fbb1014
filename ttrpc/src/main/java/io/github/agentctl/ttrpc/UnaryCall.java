// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import io.github.agentctl.ttrpc.OpenCall.Outcome;
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
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A unary call of a client. A blocking stub's call is served inside {@link #halfClose}: the stub's thread sends, reads
 * and hears the listener itself, with no other thread in between. Every other call's listener runs on its executor.
 *
 * <p>As grpc-java has it, one thread at a time uses a call, except for {@link #cancel}.
 */
final class UnaryCall<Q, A> extends ClientCall<Q, A> {
    private static final Logger LOG = LoggerFactory.getLogger(UnaryCall.class);

    private final ClientConnection connection;
    private final MethodDescriptor<Q, A> method;
    private final byte[] target;
    private final CallOptions options;
    private final Executor executor;
    private final Runnable whenForgotten;
    private final Context context = Context.current();
    private final @Nullable Deadline deadline;
    private final OpenCall call = new OpenCall(this::ended);
    private final AtomicBoolean delivered = new AtomicBoolean();
    private final Context.CancellationListener onContextCancelled = this::contextCancelled;

    private @Nullable Listener<A> listener;
    private List<Wire.Pair> metadata = List.of();
    private @Nullable Q message;
    private boolean halfClosed;
    private volatile boolean requested;
    private final AtomicBoolean watched = new AtomicBoolean();
    private volatile @Nullable Future<?> timeout;

    UnaryCall(
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

    @Override
    public void start(Listener<A> listener, Metadata headers) {
        if (this.listener != null) {
            throw new IllegalStateException("the call was started before");
        }
        this.listener = listener;
        metadata = Headers.toPairs(headers);
        context.addListener(onContextCancelled, Runnable::run);
        if (deadline != null && deadline.isExpired()) {
            call.fail(Status.DEADLINE_EXCEEDED.withDescription("the deadline had passed before the call began"));
        }
    }

    @Override
    public void request(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("cannot request " + count + " messages");
        }
        if (count > 0) {
            requested = true;
        }
        if (call.isDone() && halfClosed) {
            ended();
        }
    }

    @Override
    public void sendMessage(Q message) {
        if (this.message != null || halfClosed) {
            throw new IllegalStateException("a unary call sends one message");
        }
        this.message = message;
    }

    @Override
    public void halfClose() {
        if (halfClosed) {
            throw new IllegalStateException("the call was half-closed before");
        }
        halfClosed = true;
        boolean blocking = isBlocking();
        try {
            send(blocking);
        } catch (Wire.TooLargeException | Outbox.FullException e) {
            call.fail(Status.RESOURCE_EXHAUSTED.withDescription(e.getMessage()).withCause(e));
        } catch (IOException e) {
            call.fail(sendFailed(e));
        }
        if (blocking) {
            awaitEnd();
        } else {
            leaveToReader();
        }
    }

    @Override
    public void cancel(@Nullable String why, @Nullable Throwable cause) {
        Status status = Status.CANCELLED.withDescription(why == null ? "the caller cancelled the call" : why);
        if (call.fail(status.withCause(cause))) {
            connection.wakeup();
        }
    }

    private void send(boolean blocking) throws IOException {
        if (call.isDone()) {
            return;
        }
        if (blocking && !connection.awaitRoom(call, deadline)) {
            return;
        }
        Payload payload = message == null ? Payload.EMPTY : Payload.of(method.getRequestMarshaller(), message);
        checkOutboundLimit(payload);
        message = null;
        connection.send(call, id -> Wire.request(id, target, payload, timeLeft(), metadata));
    }

    private void checkOutboundLimit(Payload payload) throws IOException {
        Integer limit = options.getMaxOutboundMessageSize();
        if (limit != null && payload.size() > limit) {
            throw new Wire.TooLargeException(payload.size(), limit);
        }
    }

    private void awaitEnd() {
        if (!call.isDone()) {
            connection.await(call, deadline);
        }
        if (deadline != null && !call.isDone() && deadline.isExpired()) {
            call.fail(deadlineExceeded());
        }
        if (call.unwaited()) {
            // Interrupted: the stub will cancel, from the same thread and after this returns.
            leaveToReader();
        } else {
            finish();
            deliver();
        }
    }

    private void leaveToReader() {
        if (call.isDone()) {
            ended();
            return;
        }
        watched.set(true);
        connection.watch();
        if (deadline != null) {
            timeout = Threads.timer()
                    .schedule(
                            () -> call.fail(deadlineExceeded()),
                            Math.max(0, deadline.timeRemaining(TimeUnit.NANOSECONDS)),
                            TimeUnit.NANOSECONDS);
        }
        if (call.isDone()) {
            // It ended while the above was set up, and has to be cleaned up after all the same.
            finish();
        }
    }

    /** The call has ended, or its listener can take the message now: hears of it on the executor. */
    private void ended() {
        if (listener == null) {
            return;
        }
        finish();
        try {
            executor.execute(context.wrap(this::deliver));
        } catch (RuntimeException | Error e) {
            // An executor that is shut down, or one that runs the listener right here and the listener threw. Either
            // way it is the caller's own affair, and this thread has other calls' frames to read.
            LOG.error("the listener of {} could not hear the end of its call", method.getFullMethodName(), e);
        }
    }

    /** What the end leaves to clean up; may run twice. */
    private void finish() {
        context.removeListener(onContextCancelled);
        Future<?> timer = timeout;
        if (timer != null) {
            timer.cancel(false);
        }
        connection.forget(call, watched.getAndSet(false));
        whenForgotten.run();
    }

    /** Tells the listener, once, and not before it can take what there is. */
    private void deliver() {
        Outcome outcome = call.outcome();
        Listener<A> hearer = listener;
        if (outcome == null || hearer == null) {
            return;
        }
        if (outcome instanceof Outcome.Response response) {
            if (requested && delivered.compareAndSet(false, true)) {
                new ResponseReader<>(method, options).deliver(response.data(), hearer);
            }
        } else if (outcome instanceof Outcome.Failure failure && delivered.compareAndSet(false, true)) {
            hearer.onClose(failure.status(), failure.trailers());
        }
    }

    private void contextCancelled(Context cancelled) {
        Throwable cause = cancelled.cancellationCause();
        Status status = cause instanceof java.util.concurrent.TimeoutException
                ? deadlineExceeded()
                : Status.CANCELLED
                        .withDescription("the caller's context was cancelled")
                        .withCause(cause);
        if (call.fail(status)) {
            connection.wakeup();
        }
    }

    private boolean isBlocking() {
        return options.getOption(InternalClientCalls.getStubTypeOption()) != null
                && InternalClientCalls.getStubType(options) == InternalClientCalls.StubType.BLOCKING;
    }

    private long timeLeft() {
        // 0 would mean no limit.
        return deadline == null ? 0 : Math.max(1, deadline.timeRemaining(TimeUnit.NANOSECONDS));
    }

    private Status sendFailed(IOException e) {
        Status lost = connection.lost();
        return lost != null
                ? lost
                : Status.UNAVAILABLE.withDescription(e.getMessage()).withCause(e);
    }

    private static Status deadlineExceeded() {
        return Status.DEADLINE_EXCEEDED.withDescription("no reply within the call's time limit");
    }

    private static @Nullable Deadline earlier(@Nullable Deadline one, @Nullable Deadline other) {
        return one == null ? other : other == null ? one : one.minimum(other);
    }
}
