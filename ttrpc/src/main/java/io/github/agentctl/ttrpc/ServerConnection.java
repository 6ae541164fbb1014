// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import io.github.agentctl.api.transport.Connection;
import io.grpc.Attributes;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
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
    private final int maxCalls;
    private final Attributes attributes;
    private final Consumer<ServerConnection> whenEnded;
    private final ServerMemory memory;
    private final RequestShare requests;
    private final FrameReader frames;
    private final Outbox outbox;
    private final Arrivals arrivals = new Arrivals();
    private final Map<Integer, RunningCall<?, ?>> running = new ConcurrentHashMap<>();

    private volatile boolean shutdown;

    /**
     * @param server whose services, executor, limits and trace hold here
     * @param memory of the server, for all its connections
     * @param whenEnded run once when all is over
     */
    ServerConnection(
            Connection connection,
            TtrpcServer.Builder server,
            ServerMemory memory,
            Consumer<ServerConnection> whenEnded) {
        this.connection = connection;
        this.services = server.services;
        this.executor = server.executor;
        this.maxCalls = server.maxCallsPerConnection;
        this.memory = memory;
        this.requests = new RequestShare(memory.requests());
        this.whenEnded = whenEnded;
        Attributes.Builder known = Attributes.newBuilder()
                .set(TtrpcServer.LOCAL_ENDPOINT, connection.endpoint())
                .set(TtrpcServer.CONNECTION, connection);
        connection.peer().ifPresent(peer -> known.set(TtrpcServer.PEER_CREDENTIALS, peer));
        this.attributes = known.build();
        this.frames = new FrameReader(connection, server.trace, memory.frames());
        // The last: from now on the server knows it, until it fails.
        this.outbox = new Outbox(connection, server.trace, memory.backlogs(), cause -> connection.close());
    }

    /** Throws what {@link Thread#start} does where there is no thread for it; all is over then. */
    void start() {
        try {
            Threads.daemon("ttrpc-server " + connection.endpoint(), this::serve).start();
        } catch (RuntimeException | Error e) {
            end();
            throw e;
        }
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

    Attributes attributes() {
        return attributes;
    }

    /** Of all streams of the server. */
    Inboxes inboxes() {
        return memory.inboxes();
    }

    /** Of the thread that reads. */
    Arrivals arrivals() {
        return arrivals;
    }

    /** Whether what is sent now leaves soon; where not, the task is run once when it does. */
    boolean isReady(Runnable whenReady) {
        return outbox.isReady(whenReady);
    }

    /** A stream does not ask any more whether it is ready. */
    void unready(Runnable whenReady) {
        outbox.forget(whenReady);
    }

    /** Sends a frame of a stream that goes on. */
    void send(byte[] frame) throws IOException {
        outbox.send(() -> new OutgoingFrame(frame));
    }

    /** Sends a call's end. A reply that is too large is replaced by a status that says so. */
    void reply(int streamId, byte[] status, @Nullable Payload payload) {
        byte[] frame = response(streamId, status, payload);
        try {
            outbox.sendTogether(() -> new OutgoingFrame(frame));
        } catch (Backlog.FullException e) {
            LOG.debug("closing the connection on {}: {}", connection.endpoint(), e.getMessage());
            connection.close();
        } catch (IOException e) {
            LOG.debug("a reply on {} could not be sent: {}", connection.endpoint(), e.toString());
        }
    }

    /** The frame of a call's end. What the marshaller does is done here: others who send do not wait for it. */
    private byte[] response(int streamId, byte[] status, @Nullable Payload payload) {
        try {
            return Wire.response(streamId, status, payload);
        } catch (Wire.TooLargeException e) {
            return response(streamId, Status.RESOURCE_EXHAUSTED.withDescription(e.getMessage()));
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            // The marshaller's affair: the client must not wait for a reply that cannot be written.
            LOG.warn("a reply on {} cannot be written", connection.endpoint(), e);
            return response(streamId, Status.INTERNAL.withDescription("the reply cannot be written"));
        }
    }

    private static byte[] response(int streamId, Status status) {
        try {
            return Wire.response(streamId, Statuses.encode(status, null), null);
        } catch (IOException e) {
            throw new UncheckedIOException("a status of ours has room in a frame", e);
        }
    }

    /** A call has been replied to. */
    void ended(RunningCall<?, ?> call) {
        running.remove(call.streamId(), call);
        if (shutdown) {
            closeWhenIdle();
        }
    }

    /** The handler of a call that has ended has nothing of its request any more. */
    void free(RunningCall<?, ?> call) {
        requests.release(call.requestSize());
    }

    /** A handler's code runs next on this thread, which may be the reading one: what is sent must not wait for it. */
    void beforeHandler() {
        outbox.release();
    }

    /** On the reading thread: waits a moment for room in a stream; what others have sent does not wait with it. */
    void pause() {
        settle();
        Inbox.pause(this);
    }

    /** Nothing more is here: handlers hear what has come, and what they have sent leaves. */
    private void settle() {
        arrivals.tell();
        outbox.release();
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
                Frame frame = frames.here();
                if (frame == null) {
                    settle();
                    frame = frames.next();
                }
                if (frame == null) {
                    // A handler on a direct executor may have left it; every wait would end at once.
                    Thread.interrupted();
                    outbox.awaitRoom(null, () -> false);
                    connection.awaitReadable(null);
                    continue;
                }
                outbox.hold();
                while (!receive(frame)) {
                    pause();
                }
                // Whoever has it now counts it for himself.
                frames.release();
                if (!outbox.awaitRoom(null, () -> true)) {
                    // A client that sends without pause must still not outrun what it reads.
                    settle();
                    outbox.awaitRoom(null, () -> false);
                }
            }
        } catch (EOFException e) {
            LOG.debug("{}: {}", connection.endpoint(), e.getMessage());
        } catch (IOException e) {
            LOG.debug("{}: {}", connection.endpoint(), e.toString());
        } catch (RuntimeException | Error e) {
            LOG.error("closing the connection on {}", connection.endpoint(), e);
        } finally {
            end();
        }
    }

    private void end() {
        outbox.fail(new IOException("the connection is closed"));
        connection.close();
        frames.release();
        new ArrayList<>(running.values()).forEach(RunningCall::connectionLost);
        whenEnded.accept(this);
    }

    /** False when the frame's stream has no room for it yet. */
    private boolean receive(Frame frame) {
        if (frame instanceof Frame.Oversized oversized) {
            oversized(oversized);
        } else if (frame instanceof Frame.Whole whole) {
            switch (frame.type()) {
                case Frame.REQUEST -> request(whole);
                case Frame.DATA -> {
                    return data(whole);
                }
                default -> LOG.debug("{}: ignored a frame of type {}", connection.endpoint(), frame.type());
            }
        }
        return true;
    }

    /** Its sender takes the status for the end of the stream, so it ends here too. */
    private void oversized(Frame.Oversized frame) {
        RunningCall<?, ?> call = frame.type() == Frame.DATA ? running.get(frame.streamId()) : null;
        if (call == null) {
            reply(frame.streamId(), Statuses.oversized(frame));
        } else {
            call.fail(Statuses.oversized(frame));
        }
    }

    private boolean data(Frame.Whole frame) {
        int id = frame.streamId();
        RunningCall<?, ?> call = running.get(id);
        if (call != null) {
            return call.data(frame);
        }
        reply(id, Status.INVALID_ARGUMENT.withDescription("stream " + Integer.toUnsignedString(id) + " is not open"));
        return true;
    }

    private void request(Frame.Whole frame) {
        int id = frame.streamId();
        if ((id & 1) == 0) {
            reply(
                    id,
                    Status.INVALID_ARGUMENT.withDescription(
                            "a client's stream id is odd, not " + Integer.toUnsignedString(id)));
            return;
        }
        if (isRunning(running.get(id))) {
            reply(
                    id,
                    Status.INVALID_ARGUMENT.withDescription(
                            "stream " + Integer.toUnsignedString(id) + " has a call that is running"));
            return;
        }
        RequestEnvelope request;
        try {
            request = RequestEnvelope.parse(frame.data());
        } catch (RequestEnvelope.TooMuchMetadataException e) {
            reply(id, Status.RESOURCE_EXHAUSTED.withDescription(e.getMessage()));
            return;
        } catch (IOException e) {
            reply(id, Status.INVALID_ARGUMENT.withDescription("the frame holds no request: " + e.getMessage()));
            return;
        }
        if (shutdown) {
            reply(id, Status.UNAVAILABLE.withDescription("the server is shutting down"));
            return;
        }
        if (running.size() >= maxCalls
                && running.values().stream().filter(ServerConnection::isRunning).count() >= maxCalls) {
            reply(
                    id,
                    Status.RESOURCE_EXHAUSTED.withDescription(
                            "this connection has its limit of " + maxCalls + " calls running"));
            return;
        }
        dispatch(id, frame.flags(), request);
    }

    /** A client may call again as soon as it has its reply, which is before the call has left the table. */
    private static boolean isRunning(@Nullable RunningCall<?, ?> call) {
        return call != null && !call.hasEnded();
    }

    private void dispatch(int id, int flags, RequestEnvelope request) {
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
        } else {
            start(id, flags, request, method);
        }
    }

    private void start(int id, int flags, RequestEnvelope request, ServerMethodDefinition<?, ?> method) {
        // As bytes, and as the message that they become.
        long size = 2L * request.data().length;
        if (!requests.tryTake(size)) {
            reply(
                    id,
                    Status.RESOURCE_EXHAUSTED.withDescription("a request of " + request.data().length
                            + " bytes finds no memory: the running calls have too much"));
            return;
        }
        RunningCall<?, ?> call = method.getMethodDescriptor().getType() == MethodType.UNARY
                ? new UnaryServerCall<>(this, method, id, size, executor)
                : new StreamServerCall<>(this, method, id, size, executor);
        running.put(id, call);
        call.start(request, flags);
    }
}
