// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import io.grpc.Context;
import io.grpc.Context.CancellableContext;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A unary call at the server. The handler's listener hears everything on one thread at a time, within the call's
 * context. The call is replied to once: by the handler, by its deadline, or by a fault of the client.
 */
final class UnaryServerCall<Q, A> extends ServerCall<Q, A> {
    private static final Logger LOG = LoggerFactory.getLogger(UnaryServerCall.class);

    private final ServerConnection connection;
    private final ServerMethodDefinition<Q, A> method;
    private final int streamId;
    private final SerialExecutor serial;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile boolean cancelled;

    private volatile @Nullable CancellableContext context;

    // Touched only on the serial executor and before its first task.
    private @Nullable Listener<Q> listener;
    private @Nullable Q message;
    private boolean requested;

    private @Nullable A reply;

    UnaryServerCall(ServerConnection connection, ServerMethodDefinition<Q, A> method, int streamId, Executor executor) {
        this.connection = connection;
        this.method = method;
        this.streamId = streamId;
        this.serial = new SerialExecutor(executor);
    }

    int streamId() {
        return streamId;
    }

    /** Hands the request to the handler. Does not block. */
    void start(RequestEnvelope request) {
        CancellableContext inner = request.timeoutNanos() == 0
                ? Context.ROOT.withCancellation()
                : Context.ROOT.withDeadlineAfter(request.timeoutNanos(), TimeUnit.NANOSECONDS, Threads.timer());
        context = inner;
        inner.addListener(this::contextCancelled, Runnable::run);
        run(() -> begin(request));
    }

    /** Ends the call with this status and cancels its handler; nothing where it has ended already. */
    void fail(Status status) {
        if (ended.compareAndSet(false, true)) {
            connection.reply(streamId, Statuses.encode(status, null), null);
            cancelHandler(status);
        }
    }

    /** Ends the call without a reply and cancels its handler. */
    void connectionLost() {
        if (ended.compareAndSet(false, true)) {
            cancelHandler(Status.CANCELLED.withDescription("the client's connection is closed"));
        }
    }

    @Override
    public void request(int count) {
        run(() -> {
            requested = requested || count > 0;
            hearMessage();
        });
    }

    /** ttrpc's replies have no headers. */
    @Override
    public void sendHeaders(Metadata headers) {}

    @Override
    public void sendMessage(A message) {
        if (reply != null) {
            throw new IllegalStateException("a unary call has one reply");
        }
        reply = message;
    }

    @Override
    public void close(Status status, Metadata trailers) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        Status end = status;
        if (status.isOk() && reply == null) {
            end = Status.INTERNAL.withDescription("the handler ended the call without a reply");
        }
        if (end.isOk() && reply != null) {
            replyWith(reply);
        } else {
            connection.reply(streamId, Statuses.encode(end, trailers), null);
        }
        connection.ended(this);
        cancelContext(null);
        run(this::hearComplete);
    }

    @Override
    public boolean isCancelled() {
        return cancelled;
    }

    @Override
    public MethodDescriptor<Q, A> getMethodDescriptor() {
        return method.getMethodDescriptor();
    }

    private void begin(RequestEnvelope request) {
        if (ended.get()) {
            return;
        }
        try {
            MethodDescriptor<Q, A> descriptor = method.getMethodDescriptor();
            message = Payload.parse(
                    descriptor.getRequestMarshaller(), request.data(), request.offset(), request.length());
        } catch (RuntimeException e) {
            fail(Status.INTERNAL.withDescription(
                    "the payload is no request of " + request.method() + ": " + e.getMessage()));
            return;
        }
        listener = method.getServerCallHandler().startCall(this, Headers.fromPairs(request.metadata()));
        hearMessage();
    }

    private void hearMessage() {
        Listener<Q> hearer = listener;
        Q heard = message;
        if (hearer != null && heard != null && requested && !ended.get()) {
            message = null;
            hearer.onMessage(heard);
            hearer.onHalfClose();
            hearer.onReady();
        }
    }

    private void hearComplete() {
        if (listener != null) {
            listener.onComplete();
        }
    }

    private void replyWith(A message) {
        try {
            Payload payload = Payload.of(method.getMethodDescriptor().getResponseMarshaller(), message);
            connection.reply(streamId, Statuses.encode(Status.OK, null), payload);
        } catch (IOException | RuntimeException e) {
            LOG.warn(
                    "the reply of {} cannot be written",
                    method.getMethodDescriptor().getFullMethodName(),
                    e);
            Status status = Status.INTERNAL.withDescription("the reply cannot be written");
            connection.reply(streamId, Statuses.encode(status, null), null);
        }
    }

    /** Runs within the call's context; what the handler throws ends the call. */
    private void run(Runnable task) {
        CancellableContext inner = context;
        try {
            serial.execute(() -> {
                try {
                    if (inner == null) {
                        task.run();
                    } else {
                        inner.run(task);
                    }
                } catch (RuntimeException | Error e) {
                    handlerFailed(e);
                }
            });
        } catch (RejectedExecutionException e) {
            fail(Status.RESOURCE_EXHAUSTED.withDescription("the server has no thread for the call"));
        }
    }

    private void handlerFailed(Throwable cause) {
        // The text stays here: it may hold what the client should not see.
        LOG.warn("the handler of {} failed", method.getMethodDescriptor().getFullMethodName(), cause);
        Status status = cause instanceof StatusRuntimeException failed
                ? failed.getStatus()
                : Status.UNKNOWN.withDescription("the handler failed");
        fail(status);
    }

    private void contextCancelled(Context cancelled) {
        if (cancelled.cancellationCause() instanceof TimeoutException) {
            fail(Status.DEADLINE_EXCEEDED.withDescription("timeout"));
        }
    }

    private void cancelHandler(Status why) {
        cancelled = true;
        connection.ended(this);
        cancelContext(why.asRuntimeException());
        run(this::hearCancel);
    }

    private void hearCancel() {
        if (listener != null) {
            listener.onCancel();
        }
    }

    /** Frees what the context holds: its timer, and whoever listens to it. */
    private void cancelContext(@Nullable Throwable cause) {
        CancellableContext inner = context;
        if (inner != null) {
            inner.cancel(cause);
        }
    }
}
