// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import io.grpc.CallOptions;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A call of a client with a stream in one direction or both. Its listener runs on its executor, one event at a time.
 * What it sends is never waited for: {@link #isReady} says whether it piles up.
 */
final class StreamCall<Q, A> extends TtrpcCall<Q, A> {
    private static final Logger LOG = LoggerFactory.getLogger(StreamCall.class);

    private final Executor serial;
    private final Inbox inbox;
    private final ClientStream stream;
    private final Runnable whenReady = this::becameReady;

    private @Nullable Q onlyMessage;
    private volatile boolean halfClosed;

    /** Only on the serial executor. */
    private boolean heardHeaders;

    private final AtomicBoolean heardClose = new AtomicBoolean();

    StreamCall(
            ClientConnection connection,
            MethodDescriptor<Q, A> method,
            byte[] target,
            CallOptions options,
            Executor defaultExecutor,
            Runnable whenForgotten) {
        super(connection, method, target, options, defaultExecutor, whenForgotten);
        SerialExecutor oneByOne = new SerialExecutor(executor);
        serial = task -> onExecutor(oneByOne, task);
        // A blocking stub's iterator asks for each message by itself, from the thread that will wait for it: with
        // another
        // thread in between both would sleep and wake once a message. Not where two threads of the caller may use the
        // stream: one that waits to send is woken by what its executor gets to run.
        boolean oneThread = isBlocking() && method.getType().clientSendsOneMessage();
        Executor asker = oneThread ? task -> onExecutor(oneByOne::executeHere, task) : serial;
        inbox = new Inbox(
                connection.inboxes(),
                connection.arrivals(),
                serial,
                asker,
                this::hearMessage,
                this::hearClose,
                this::givenUp);
        stream = new ClientStream(inbox, method.getType().serverSendsOneMessage(), this::ended, this::failed);
    }

    @Override
    OpenStream stream() {
        return stream;
    }

    @Override
    void started() {
        if (stream.isDone()) {
            serial.execute(this::hearClose);
        } else if (!method.getType().clientSendsOneMessage()) {
            // Both flags: one kind of peer looks at the first to know that messages follow, the other at the second to
            // know that the request itself is none.
            open(Frame.REMOTE_OPEN | Frame.NO_DATA, Payload.EMPTY);
            stream.keepRequest();
            opened();
            serial.execute(this::hearReady);
        }
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
        return !halfClosed
                && !stream.isDone()
                && (method.getType().clientSendsOneMessage() || connection.isReady(whenReady));
    }

    @Override
    public void sendMessage(Q message) {
        if (halfClosed) {
            throw new IllegalStateException("the call was half-closed before");
        }
        if (method.getType().clientSendsOneMessage()) {
            if (onlyMessage != null) {
                throw new IllegalStateException("a call with one request sends one message");
            }
            onlyMessage = message;
            return;
        }
        Payload payload = stream.isDone() ? null : payload(message);
        if (payload != null) {
            send(id -> Wire.message(id, payload));
            // Its listener hears when it has left, also one that never asks.
            connection.isReady(whenReady);
        }
    }

    @Override
    public void halfClose() {
        if (halfClosed) {
            throw new IllegalStateException("the call was half-closed before");
        }
        halfClosed = true;
        if (stream.isDone()) {
            return;
        }
        if (!method.getType().clientSendsOneMessage()) {
            send(Wire::end);
            return;
        }
        Payload payload = onlyMessage == null ? Payload.EMPTY : payload(onlyMessage);
        onlyMessage = null;
        if (payload != null) {
            open(Frame.REMOTE_CLOSED, payload);
            opened();
        }
    }

    @Override
    void endedMeanwhile() {
        leave();
        if (heardClose.get()) {
            release();
        }
    }

    private void opened() {
        if (!stream.isDone()) {
            leaveToReader();
        }
    }

    private interface FrameMaker {
        byte[] make(int streamId) throws IOException;
    }

    private void send(FrameMaker maker) {
        try {
            connection.send(maker.make(stream.streamId()));
        } catch (IOException e) {
            sendFailed(e);
        }
    }

    /** The listener may still have to hear what had come, within the call's time. */
    private void ended() {
        leave();
        connection.unready(whenReady);
    }

    /** The call has ended from this side. */
    private void failed() {
        ended();
        serial.execute(this::hearClose);
    }

    private void givenUp() {
        stream.giveUp(Inbox.OVERFLOW);
    }

    private void becameReady() {
        serial.execute(this::hearReady);
    }

    private void hearReady() {
        Listener<A> hearer = listener();
        if (hearer != null && !stream.isDone()) {
            hear(hearer::onReady);
        }
    }

    private void hearMessage(byte[] data) {
        Listener<A> hearer = listener();
        if (hearer == null || stream.hasFailed()) {
            return;
        }
        Integer limit = options.getMaxInboundMessageSize();
        if (limit != null && data.length > limit) {
            stream.giveUp(Status.RESOURCE_EXHAUSTED.withDescription(
                    "a message has " + data.length + " bytes, over the call's limit of " + limit));
            return;
        }
        A message;
        try {
            message = Payload.parse(method.getResponseMarshaller(), data, 0, data.length);
        } catch (RuntimeException | Error e) {
            String text = "a message is none of " + method.getFullMethodName() + Hex.beginning(data);
            stream.giveUp(Status.INTERNAL.withDescription(text).withCause(e));
            return;
        }
        hear(() -> {
            if (!heardHeaders) {
                heardHeaders = true;
                hearer.onHeaders(new Metadata());
            }
            hearer.onMessage(message);
        });
    }

    private void hearClose() {
        ClientStream.End end = stream.end();
        Listener<A> hearer = listener();
        if (end != null && hearer != null && heardClose.compareAndSet(false, true)) {
            release();
            hearer.onClose(end.status(), end.trailers());
        }
    }

    /** A listener that throws has cancelled its call, as grpc-java has it. */
    private void hear(Runnable event) {
        try {
            event.run();
        } catch (RuntimeException | Error e) {
            stream.giveUp(Status.CANCELLED
                    .withDescription("the listener failed on what it heard")
                    .withCause(e));
        }
    }

    private void onExecutor(Executor oneByOne, Runnable task) {
        try {
            oneByOne.execute(context.wrap(task));
        } catch (RuntimeException | Error e) {
            // An executor that is shut down is the caller's own affair; this thread may have other calls' frames to
            // read.
            Status status = Status.CANCELLED.withDescription("the call's executor takes no work");
            if (!stream.giveUp(status.withCause(e))) {
                LOG.error("the listener of {} could not hear of its call", method.getFullMethodName(), e);
            }
        }
    }
}
