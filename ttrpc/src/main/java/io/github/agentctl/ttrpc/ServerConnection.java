// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import io.github.agentctl.api.transport.Connection;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server's side of one connection. One daemon thread reads; handlers run on the executor; anyone may reply. */
final class ServerConnection {
    private static final Logger LOG = LoggerFactory.getLogger(ServerConnection.class);

    private final Connection connection;
    private final Map<String, ServerServiceDefinition> services;
    private final Executor executor;
    private final Consumer<ServerConnection> whenEnded;
    private final FrameReader frames;
    private final Outbox outbox;
    private final Map<Integer, UnaryServerCall<?, ?>> running = new ConcurrentHashMap<>();

    /** The highest id a request had. Unsigned; only the reading thread touches it. */
    private int lastId;

    private volatile boolean shutdown;

    ServerConnection(
            Connection connection,
            Map<String, ServerServiceDefinition> services,
            Executor executor,
            Consumer<ServerConnection> whenEnded) {
        this.connection = connection;
        this.services = services;
        this.executor = executor;
        this.whenEnded = whenEnded;
        this.frames = new FrameReader(connection);
        this.outbox = new Outbox(connection, cause -> connection.close());
    }

    void start() {
        Threads.daemon("ttrpc-server " + connection.endpoint(), this::serve).start();
    }

    /** No new calls; closes the connection when the running ones have ended and their replies are sent. */
    void shutdown() {
        shutdown = true;
        closeWhenIdle();
    }

    /** Closes the connection now; the reading thread cancels the running calls. */
    void close() {
        connection.close();
    }

    /** Sends a call's end. A reply that is too large is replaced by a status that says so. */
    void reply(int streamId, byte[] status, @Nullable Payload payload) {
        try {
            outbox.send(() -> new Outbox.Entry(Wire.response(streamId, status, payload)));
        } catch (Wire.TooLargeException e) {
            reply(streamId, Status.RESOURCE_EXHAUSTED.withDescription(e.getMessage()));
        } catch (Outbox.FullException e) {
            LOG.debug("closing the connection on {}: {}", connection.endpoint(), e.getMessage());
            connection.close();
        } catch (IOException e) {
            LOG.debug("a reply on {} could not be sent: {}", connection.endpoint(), e.toString());
        }
    }

    /** A call has been replied to. */
    void ended(UnaryServerCall<?, ?> call) {
        running.remove(call.streamId(), call);
        if (shutdown) {
            closeWhenIdle();
        }
    }

    private void closeWhenIdle() {
        if (running.isEmpty()) {
            outbox.closeWhenEmpty();
        }
    }

    private void reply(int streamId, Status status) {
        reply(streamId, Statuses.encode(status, null), null);
    }

    private void serve() {
        try {
            while (true) {
                Frame frame = frames.next();
                if (frame != null) {
                    receive(frame);
                } else {
                    outbox.awaitRoom(null, () -> false);
                    connection.awaitReadable(null);
                }
            }
        } catch (EOFException e) {
            LOG.debug("{}: {}", connection.endpoint(), e.getMessage());
        } catch (IOException e) {
            LOG.debug("{}: {}", connection.endpoint(), e.toString());
        } catch (RuntimeException | Error e) {
            LOG.error("closing the connection on {}", connection.endpoint(), e);
        } finally {
            outbox.fail(new IOException("the connection is closed"));
            connection.close();
            new ArrayList<>(running.values()).forEach(UnaryServerCall::connectionLost);
            whenEnded.accept(this);
        }
    }

    private void receive(Frame frame) throws IOException {
        int id = frame.streamId();
        if (frame instanceof Frame.Oversized oversized) {
            reply(
                    id,
                    Status.RESOURCE_EXHAUSTED.withDescription(
                            "a frame of " + oversized.length() + " bytes is over the limit of " + Frame.MAX_DATA));
        } else if (frame instanceof Frame.Whole whole) {
            switch (frame.type()) {
                case Frame.REQUEST -> request(id, whole.data());
                case Frame.DATA -> data(id);
                default -> LOG.debug("{}: ignored a frame of type {}", connection.endpoint(), frame.type());
            }
        }
        // A client that sends without pause must still not outrun what it reads.
        outbox.awaitRoom(null, () -> false);
    }

    private void data(int id) {
        UnaryServerCall<?, ?> call = running.get(id);
        if (call == null) {
            reply(
                    id,
                    Status.INVALID_ARGUMENT.withDescription("stream " + Integer.toUnsignedString(id) + " is not open"));
        } else {
            call.fail(Status.INVALID_ARGUMENT.withDescription("a unary call takes no data frames"));
        }
    }

    private void request(int id, byte[] data) {
        if ((id & 1) == 0) {
            reply(
                    id,
                    Status.INVALID_ARGUMENT.withDescription(
                            "a client's stream id is odd, not " + Integer.toUnsignedString(id)));
            return;
        }
        if (Integer.compareUnsigned(id, lastId) <= 0) {
            reply(
                    id,
                    Status.INVALID_ARGUMENT.withDescription("stream ids rise: " + Integer.toUnsignedString(id)
                            + " came after " + Integer.toUnsignedString(lastId)));
            return;
        }
        lastId = id;
        RequestEnvelope request;
        try {
            request = RequestEnvelope.parse(data);
        } catch (IOException e) {
            reply(id, Status.INVALID_ARGUMENT.withDescription("the frame holds no request: " + e.getMessage()));
            return;
        }
        if (shutdown) {
            reply(id, Status.UNAVAILABLE.withDescription("the server is shutting down"));
            return;
        }
        dispatch(id, request);
    }

    private void dispatch(int id, RequestEnvelope request) {
        ServerServiceDefinition service = services.get(request.service());
        if (service == null) {
            reply(id, Status.UNIMPLEMENTED.withDescription("no service " + request.service() + " here"));
            return;
        }
        ServerMethodDefinition<?, ?> method = service.getMethod(request.service() + "/" + request.method());
        if (method == null) {
            reply(
                    id,
                    Status.UNIMPLEMENTED.withDescription("no method " + request.method() + " in " + request.service()));
        } else if (!method.getMethodDescriptor().getType().clientSendsOneMessage()
                || !method.getMethodDescriptor().getType().serverSendsOneMessage()) {
            reply(
                    id,
                    Status.UNIMPLEMENTED.withDescription(
                            request.method() + " is no unary call; streaming is not built yet"));
        } else {
            start(new UnaryServerCall<>(this, method, id, executor), request);
        }
    }

    private void start(UnaryServerCall<?, ?> call, RequestEnvelope request) {
        running.put(call.streamId(), call);
        call.start(request);
    }
}
