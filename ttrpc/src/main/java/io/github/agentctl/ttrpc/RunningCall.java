// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import io.grpc.Attributes;
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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A call at the server. The handler's listener hears everything on one thread at a time, within the call's context. The
 * call ends once: by its handler, by its deadline, by a fault of the client, or with the connection.
 */
abstract class RunningCall<Q, A> extends ServerCall<Q, A> {
    private static final Logger LOG = LoggerFactory.getLogger(RunningCall.class);

    final ServerConnection connection;
    private final ServerMethodDefinition<Q, A> method;
    private final int streamId;
    private final long requestSize;
    private final SerialExecutor serial;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicBoolean freed = new AtomicBoolean();
    private volatile boolean cancelled;
    private volatile @Nullable CancellableContext context;

    /** Touched only on the serial executor. */
    private @Nullable Listener<Q> listener;

    RunningCall(
            ServerConnection connection,
            ServerMethodDefinition<Q, A> method,
            int streamId,
            long requestSize,
            Executor executor) {
        this.connection = connection;
        this.method = method;
        this.streamId = streamId;
        this.requestSize = requestSize;
        this.serial = new SerialExecutor(executor);
    }

    final int streamId() {
        return streamId;
    }

    /** What the request takes of the server's memory until the handler has heard the end of the call, in bytes. */
    final long requestSize() {
        return requestSize;
    }

    /** Hands the request to the handler. Does not block. */
    final void start(RequestEnvelope request, int flags) {
        CancellableContext inner = request.timeoutNanos() == 0
                ? Context.ROOT.withCancellation()
                : Context.ROOT.withDeadlineAfter(request.timeoutNanos(), TimeUnit.NANOSECONDS, Threads.timer());
        context = inner;
        inner.addListener(this::contextCancelled, Runnable::run);
        run(() -> {
            if (!ended.get()) {
                listener = method.getServerCallHandler().startCall(this, Headers.fromPairs(request.metadata()));
                started(request);
            }
        });
        opened(request, flags);
    }

    /** The handler has its listener. On the serial executor. */
    abstract void started(RequestEnvelope request);

    /** The handler is on its way: takes what the request itself brings. On the reading thread; does not block. */
    abstract void opened(RequestEnvelope request, int flags);

    /**
     * Takes a data frame. On the reading thread; does not block.
     *
     * @return false when there is no room for it now; it is then to be brought again before any other frame
     */
    abstract boolean data(Frame.Whole frame);

    /** The stream has ended: what it still holds is not needed any more. */
    abstract void forget();

    /** Ends the call with this status and cancels its handler; nothing where it has ended already. */
    final void fail(Status status) {
        fail(status, null);
    }

    private void fail(Status status, @Nullable Metadata trailers) {
        if (ended.compareAndSet(false, true)) {
            try {
                connection.reply(streamId, Statuses.encode(status, trailers), null);
            } finally {
                cancelHandler(status);
            }
        }
    }

    /** Ends the call without a reply and cancels its handler. */
    final void connectionLost() {
        if (ended.compareAndSet(false, true)) {
            cancelHandler(Status.CANCELLED.withDescription("the client's connection is closed"));
        }
    }

    /** ttrpc's replies have no headers. */
    @Override
    public final void sendHeaders(Metadata headers) {}

    @Override
    public final void close(Status status, Metadata trailers) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        boolean sent = false;
        try {
            end(status, trailers);
            sent = true;
        } finally {
            // Also where the reply cannot be written: what the call has of the server must not stay with it.
            connection.ended(this);
            forget();
            cancelContext(null);
            tellEnd(sent ? Listener::onComplete : Listener::onCancel);
        }
    }

    /** Sends what ends the stream. */
    abstract void end(Status status, Metadata trailers);

    @Override
    public final boolean isCancelled() {
        return cancelled;
    }

    /** Who the client is, where the kernel says it: {@link TtrpcServer#PEER_CREDENTIALS}. */
    @Override
    public final Attributes getAttributes() {
        return connection.attributes();
    }

    @Override
    public final MethodDescriptor<Q, A> getMethodDescriptor() {
        return method.getMethodDescriptor();
    }

    final boolean hasEnded() {
        return ended.get();
    }

    final void replyWith(Status status, @Nullable Metadata trailers) {
        connection.reply(streamId, Statuses.encode(status, trailers), null);
    }

    /** Ends a call that has one reply with it; null where the handler gave none. */
    final void replyWith(@Nullable A reply) {
        if (reply == null) {
            replyWith(Status.INTERNAL.withDescription("the handler ended the call without a reply"), null);
            return;
        }
        Payload payload = payload(reply);
        if (payload == null) {
            replyWith(Status.INTERNAL.withDescription("the reply cannot be written"), null);
        } else {
            connection.reply(streamId, Statuses.encode(Status.OK, null), payload);
        }
    }

    /** The message as bytes; null where it has none, which has been logged. */
    final @Nullable Payload payload(A message) {
        try {
            return Payload.of(getMethodDescriptor().getResponseMarshaller(), message);
        } catch (IOException | RuntimeException e) {
            LOG.warn("a reply of {} cannot be written", getMethodDescriptor().getFullMethodName(), e);
            return null;
        }
    }

    /** Hands a message to the handler. On the serial executor. */
    final void hear(byte[] data, int offset, int length) {
        Listener<Q> hearer = listener;
        if (hearer == null || ended.get()) {
            return;
        }
        Q message;
        try {
            message = Payload.parse(getMethodDescriptor().getRequestMarshaller(), data, offset, length);
        } catch (RuntimeException e) {
            fail(Status.INTERNAL.withDescription("the payload is no request of "
                    + getMethodDescriptor().getBareMethodName() + ": " + e.getMessage()));
            return;
        }
        hearer.onMessage(message);
    }

    /** The client sends nothing more. On the serial executor. */
    final void hearHalfClose() {
        if (listener != null && !ended.get()) {
            listener.onHalfClose();
        }
    }

    final void hearReady() {
        if (listener != null && !ended.get()) {
            listener.onReady();
        }
    }

    /** Runs on the serial executor within the call's context; what the handler throws ends the call. */
    final void run(Runnable task) {
        run(task, () -> {});
    }

    /** @param behind run behind the task, also where that has thrown; must not throw */
    private void run(Runnable task, Runnable behind) {
        CancellableContext inner = context;
        try {
            serial.execute(() -> {
                try {
                    connection.beforeHandler();
                    if (inner == null) {
                        task.run();
                    } else {
                        inner.run(task);
                    }
                } catch (RuntimeException | Error e) {
                    handlerFailed(e);
                } finally {
                    behind.run();
                }
            });
        } catch (RuntimeException | Error e) {
            // An executor that is shut down, or a machine without another thread: this call's own trouble.
            fail(Status.RESOURCE_EXHAUSTED.withDescription("the server has no thread for the call"));
            // Also what others have put in meanwhile is forgotten, the end that would have freed the call as well.
            free();
        }
    }

    private void handlerFailed(Throwable cause) {
        // The text stays here: it may hold what the client should not see.
        LOG.warn("the handler of {} failed", getMethodDescriptor().getFullMethodName(), cause);
        if (cause instanceof StatusRuntimeException failed) {
            fail(failed.getStatus(), failed.getTrailers());
        } else {
            fail(Status.UNKNOWN.withDescription("the handler failed"));
        }
    }

    private void contextCancelled(Context cancelled) {
        if (cancelled.cancellationCause() instanceof TimeoutException) {
            fail(Status.DEADLINE_EXCEEDED.withDescription("timeout"));
        }
    }

    private void cancelHandler(Status why) {
        cancelled = true;
        connection.ended(this);
        forget();
        cancelContext(why.asRuntimeException());
        tellEnd(Listener::onCancel);
    }

    /** The last that the handler hears. Only behind it the handler has nothing of the request in hand any more. */
    private void tellEnd(Consumer<Listener<Q>> end) {
        run(
                () -> {
                    if (listener != null) {
                        end.accept(listener);
                    }
                },
                this::free);
    }

    private void free() {
        if (freed.compareAndSet(false, true)) {
            connection.free(this);
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
