// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import io.grpc.Metadata;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A call at the server that has one request and one reply, each in one frame. */
final class UnaryServerCall<Q, A> extends RunningCall<Q, A> {
    // Touched only on the serial executor.
    private @Nullable RequestEnvelope unheard;
    private boolean requested;

    private @Nullable A reply;

    UnaryServerCall(
            ServerConnection connection,
            ServerMethodDefinition<Q, A> method,
            int streamId,
            long requestSize,
            Executor executor) {
        super(connection, method, streamId, requestSize, executor);
    }

    @Override
    void started(RequestEnvelope request) {
        unheard = request;
        hearRequest();
    }

    /** The flags are not looked at: some peers set what they like. */
    @Override
    void opened(RequestEnvelope request, int flags) {}

    @Override
    boolean data(Frame.Whole frame) {
        fail(Status.INVALID_ARGUMENT.withDescription("a unary call takes no data frames"));
        return true;
    }

    @Override
    void forget() {}

    @Override
    public void request(int count) {
        run(() -> {
            requested = requested || count > 0;
            hearRequest();
        });
    }

    @Override
    public void sendMessage(A message) {
        if (reply != null) {
            throw new IllegalStateException("a unary call has one reply");
        }
        reply = message;
    }

    @Override
    void end(Status status, Metadata trailers) {
        if (status.isOk()) {
            replyWith(reply);
        } else {
            replyWith(status, trailers);
        }
    }

    private void hearRequest() {
        RequestEnvelope request = unheard;
        if (request != null && requested) {
            unheard = null;
            hear(request.data(), request.offset(), request.length());
            hearHalfClose();
            hearReady();
        }
    }
}
