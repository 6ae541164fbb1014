// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A call at the server with a stream in one direction or both. */
final class StreamServerCall<Q, A> extends RunningCall<Q, A> {
    private final MethodType type;
    private final Inbox inbox;
    private final Runnable whenReady = this::becameReady;

    /** The client sends nothing more. Only the reading thread touches it. */
    private boolean remoteClosed;

    private @Nullable A onlyReply;

    StreamServerCall(
            ServerConnection connection,
            ServerMethodDefinition<Q, A> method,
            int streamId,
            long requestSize,
            Executor executor) {
        super(connection, method, streamId, requestSize, executor);
        this.type = method.getMethodDescriptor().getType();
        this.inbox = new Inbox(
                connection.inboxes(),
                connection.arrivals(),
                this::run,
                this::run,
                message -> hear(message, 0, message.length),
                this::hearHalfClose,
                this::givenUp);
    }

    @Override
    void started(RequestEnvelope request) {
        hearReady();
    }

    /**
     * Where the client sends one message it is the request's payload, which is absent where the message is empty. Where
     * it sends many they follow in data frames; a payload is the first of them, unless it is empty (one kind of client
     * leaves it so) or the flags say that it is none (so says the other).
     */
    @Override
    void opened(RequestEnvelope request, int flags) {
        boolean one = type.clientSendsOneMessage();
        boolean first = request.length() > 0 && (flags & Frame.NO_DATA) == 0;
        if (one || first) {
            int from = request.offset();
            byte[] message = Arrays.copyOfRange(request.data(), from, from + request.length());
            while (!inbox.offer(message)) {
                connection.pause();
            }
        }
        if (one || (flags & Frame.REMOTE_OPEN) == 0) {
            remoteClosed = true;
            inbox.end();
        }
    }

    @Override
    boolean data(Frame.Whole frame) {
        boolean message = !frame.has(Frame.NO_DATA);
        if (remoteClosed || (!message && frame.data().length > 0)) {
            // A second "nothing more" says nothing new.
            if (message || frame.data().length > 0) {
                fail(Status.INVALID_ARGUMENT.withDescription(
                        "the stream takes no message here, after its end or in" + " a frame that says it has none"));
            }
            return true;
        }
        if (message && !inbox.offer(frame.data())) {
            return false;
        }
        if (frame.has(Frame.REMOTE_CLOSED)) {
            remoteClosed = true;
            inbox.end();
        }
        return true;
    }

    @Override
    void forget() {
        inbox.drop();
        connection.unready(whenReady);
    }

    @Override
    public void request(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("cannot request " + count + " messages");
        }
        inbox.request(count);
    }

    @Override
    public boolean isReady() {
        return !hasEnded() && connection.isReady(whenReady);
    }

    @Override
    public void sendMessage(A message) {
        if (hasEnded()) {
            return;
        }
        if (type.serverSendsOneMessage()) {
            if (onlyReply != null) {
                throw new IllegalStateException("a call with one reply has one reply");
            }
            onlyReply = message;
            return;
        }
        Payload payload = payload(message);
        if (payload == null) {
            fail(Status.INTERNAL.withDescription("a message cannot be written"));
            return;
        }
        try {
            connection.send(Wire.message(streamId(), payload));
            // The handler hears when it has left, also one that never asks.
            connection.isReady(whenReady);
        } catch (IOException e) {
            fail(Status.RESOURCE_EXHAUSTED.withDescription(e.getMessage()));
        }
    }

    @Override
    void end(Status status, Metadata trailers) {
        if (!status.isOk()) {
            replyWith(status, trailers);
        } else if (!type.serverSendsOneMessage()) {
            endStream();
        } else {
            replyWith(onlyReply);
        }
    }

    private void givenUp() {
        fail(Inbox.OVERFLOW);
    }

    private void becameReady() {
        run(this::hearReady);
    }

    private void endStream() {
        try {
            connection.send(Wire.end(streamId()));
        } catch (IOException e) {
            replyWith(Status.INTERNAL.withDescription(e.getMessage()), null);
        }
    }
}
