// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import io.github.agentctl.ttrpc.OpenCall.Outcome;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import java.io.IOException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A unary call of a client. A blocking stub's call is served inside {@link #halfClose}: the stub's thread sends, reads
 * and hears the listener itself, with no other thread in between. Every other call's listener runs on its executor.
 */
final class UnaryCall<Q, A> extends TtrpcCall<Q, A> {
    private static final Logger LOG = LoggerFactory.getLogger(UnaryCall.class);

    private final OpenCall call = new OpenCall() {
        @Override
        void ended() {
            callEnded();
        }
    };

    private @Nullable Q message;
    private boolean halfClosed;
    private volatile boolean requested;

    UnaryCall(
            ClientConnection connection,
            MethodDescriptor<Q, A> method,
            byte[] target,
            CallOptions options,
            Executor defaultExecutor,
            Runnable whenForgotten) {
        super(connection, method, target, options, defaultExecutor, whenForgotten);
    }

    @Override
    OpenStream stream() {
        return call;
    }

    @Override
    void started() {}

    @Override
    public void request(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("cannot request " + count + " messages");
        }
        if (count > 0) {
            requested = true;
        }
        if (call.isDone() && halfClosed) {
            callEnded();
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
        send(blocking);
        if (blocking) {
            awaitEnd();
        } else if (call.isDone()) {
            callEnded();
        } else {
            leaveToReader();
        }
    }

    private void send(boolean blocking) {
        if (call.isDone() || (blocking && !hasRoom())) {
            return;
        }
        Payload payload = message == null ? Payload.EMPTY : payload(message);
        message = null;
        if (payload != null) {
            open(0, payload);
        }
    }

    private boolean hasRoom() {
        try {
            return connection.awaitRoom(call, deadline);
        } catch (IOException e) {
            sendFailed(e);
            return false;
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

    @Override
    void endedMeanwhile() {
        finish();
    }

    /** The call has ended, or its listener can take the message now: hears of it on the executor. */
    private void callEnded() {
        if (listener() == null) {
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

    /** Tells the listener, once, and not before it can take what there is. */
    private void deliver() {
        Listener<A> hearer = listener();
        if (hearer == null) {
            return;
        }
        Outcome outcome = call.hear(requested);
        if (outcome instanceof Frame.Whole response) {
            ResponseReader.deliver(response.data(), method, options, hearer);
        } else if (outcome instanceof OpenCall.Failure failure) {
            hearer.onClose(failure.status(), failure.trailers());
        }
    }
}
