// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.client;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A call that waits for a connection: keeps what its caller does with it, and does it when there is one, on the call's
 * executor. A blocking stub's executor is the stub's own thread, which waits there.
 */
final class PendingCall<Q, A> extends ClientCall<Q, A> {
    private final CompletableFuture<ManagedChannel> connection;
    private final MethodDescriptor<Q, A> method;
    private final CallOptions options;
    private final Context context = Context.current();
    /** In order. Guarded by this. */
    private List<Step<Q, A>> steps = new ArrayList<>();

    private @Nullable ClientCall<Q, A> started;
    private boolean caughtUp;
    private @Nullable Step<Q, A> cancellation;

    private interface Step<Q, A> {
        void on(ClientCall<Q, A> call);
    }

    PendingCall(CompletableFuture<ManagedChannel> connection, MethodDescriptor<Q, A> method, CallOptions options) {
        this.connection = connection.copy();
        this.method = method;
        this.options = options;
    }

    @Override
    public void start(Listener<A> listener, Metadata headers) {
        Executor executor = options.getExecutor() == null ? connection.defaultExecutor() : options.getExecutor();
        Deadline deadline = earlier(options.getDeadline(), context.getDeadline());
        if (deadline != null) {
            connection.orTimeout(Math.max(0, deadline.timeRemaining(TimeUnit.NANOSECONDS)), TimeUnit.NANOSECONDS);
        }
        var unused = connection.whenCompleteAsync(
                (channel, failure) -> context.run(() -> {
                    if (failure == null) {
                        startOn(channel, listener, headers);
                    } else {
                        StatusRuntimeException why = status(failure);
                        listener.onClose(why.getStatus(), new Metadata());
                    }
                }),
                executor);
    }

    @Override
    public void request(int count) {
        step(call -> call.request(count));
    }

    @Override
    public void sendMessage(Q message) {
        step(call -> call.sendMessage(message));
    }

    @Override
    public void halfClose() {
        step(ClientCall::halfClose);
    }

    /** Passes those that wait: a call that is served on a thread of its own comes to them late. */
    @Override
    public void cancel(@Nullable String message, @Nullable Throwable cause) {
        Step<Q, A> cancel = call -> call.cancel(message, cause);
        ClientCall<Q, A> call;
        synchronized (this) {
            cancellation = cancel;
            call = started;
        }
        if (call != null) {
            cancel.on(call);
        } else {
            connection.completeExceptionally(
                    Status.CANCELLED.withDescription(message).withCause(cause).asRuntimeException());
        }
    }

    @Override
    public synchronized boolean isReady() {
        return caughtUp && started != null && started.isReady();
    }

    private void startOn(ManagedChannel channel, Listener<A> listener, Metadata headers) {
        ClientCall<Q, A> call = channel.newCall(method, options);
        call.start(listener, headers);
        Step<Q, A> cancel;
        synchronized (this) {
            started = call;
            cancel = cancellation;
        }
        if (cancel != null) {
            cancel.on(call);
        }
        for (List<Step<Q, A>> batch = take(); !batch.isEmpty(); batch = take()) {
            batch.forEach(step -> step.on(call));
        }
    }

    private synchronized List<Step<Q, A>> take() {
        List<Step<Q, A>> batch = steps;
        steps = new ArrayList<>();
        caughtUp = batch.isEmpty();
        return batch;
    }

    private void step(Step<Q, A> step) {
        ClientCall<Q, A> call;
        synchronized (this) {
            call = caughtUp ? started : null;
            if (call == null) {
                steps.add(step);
                return;
            }
        }
        step.on(call);
    }

    private StatusRuntimeException status(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof StatusRuntimeException e) {
            return e;
        }
        Status status = cause instanceof TimeoutException
                ? Status.DEADLINE_EXCEEDED.withDescription("the deadline passed while connecting again")
                : Status.fromThrowable(cause);
        return status.asRuntimeException();
    }

    private static @Nullable Deadline earlier(@Nullable Deadline one, @Nullable Deadline other) {
        return one == null || other == null ? (one == null ? other : one) : one.minimum(other);
    }
}
