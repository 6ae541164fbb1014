// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import io.github.agentctl.api.AgentException;
import io.github.agentctl.api.ProtocolException;
import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.TransportException;
import io.github.agentctl.api.transport.TransportException.Reason;
import io.grpc.Deadline;
import io.grpc.Status;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The client's side of one connection: gives streams their ids, sends requests, and brings each response to its call.
 * Thread-safe. Who reads it is {@link ClientReader}'s affair.
 */
final class ClientConnection {
    private static final Logger LOG = LoggerFactory.getLogger(ClientConnection.class);

    /** How long a peer that takes nothing more may still be heard. */
    private static final long LAST_WORDS_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Connection connection;
    private final Runnable whenClosed;
    private final Outbox outbox;
    private final ClientReader reader;
    private final Inboxes inboxes = new Inboxes();
    private final Arrivals arrivals = new Arrivals();
    private final Map<Integer, OpenStream> open = new ConcurrentHashMap<>();

    /** Written under the outbox's lock: ids rise in the order of the frames. Unsigned; 0 when all are used up. */
    private volatile int nextId;

    private volatile @Nullable Status lost;

    /** Closes a connection on which nothing can be sent any more. */
    private volatile @Nullable Future<?> unsendable;

    /**
     * @param firstId odd, and unsigned
     * @param trace sees each frame; null for none
     * @param whenClosed run once when the connection is closed or lost; must not block
     */
    ClientConnection(Connection connection, int firstId, @Nullable FrameTrace trace, Runnable whenClosed) {
        this.connection = connection;
        this.nextId = firstId;
        this.whenClosed = whenClosed;
        this.outbox = new Outbox(connection, trace, this::cannotSend);
        this.reader = new ClientReader(connection, trace, outbox, arrivals, this::deliver, this::cannotRead);
    }

    /**
     * Sends a call's request; from now on a response may end it.
     *
     * @param frame of any stream: the id is put into it while the order of the frames is held
     * @throws IOException when it could not be sent; the call is then not open
     */
    void open(OpenStream call, byte[] frame) throws IOException {
        outbox.sendTogether(() -> {
            if (nextId == 0) {
                throw new IOException("all its stream ids are used up");
            }
            int id = nextId;
            Wire.putStreamId(frame, id);
            OutgoingFrame request = new OutgoingFrame(frame);
            call.openedAs(id, request);
            open.put(call.streamId(), call);
            nextId = id == -1 ? 0 : id + 2;
            return request;
        });
    }

    /** Sends a frame of a stream that is open. */
    void send(byte[] frame) throws IOException {
        outbox.send(() -> new OutgoingFrame(frame));
    }

    /** Whether what is sent now leaves soon; where not, the task is run once when it does. */
    boolean isReady(Runnable whenReady) {
        return outbox.isReady(whenReady);
    }

    /** A stream does not ask any more whether it is ready. */
    void unready(Runnable whenReady) {
        outbox.forget(whenReady);
    }

    /** Waits for room to send, where too much waits already; false when the deadline passed, the call ended, or on an interrupt. */
    boolean awaitRoom(OpenStream call, @Nullable Deadline until) throws IOException {
        return outbox.awaitRoom(until, call::isDone);
    }

    /** Waits for the end of an open call; also returns when the deadline has passed or the thread is interrupted. */
    void await(OpenCall call, @Nullable Deadline until) {
        reader.await(call, until);
    }

    /** An open call is left to the reader thread. To be followed by {@link #forget} at the call's end. */
    void watch() {
        reader.watch();
    }

    /** Reads a little of what is there, where nobody else reads: so an idle connection learns that its peer has gone. */
    void look() {
        reader.look();
    }

    /** A call has ended; its response, if it still comes, is dropped. */
    void forget(OpenStream call, boolean watched) {
        if (watched) {
            reader.unwatch();
        }
        OutgoingFrame request = call.request();
        if (open.remove(call.streamId(), call) && request != null) {
            outbox.retract(request);
        }
    }

    /** Lets a waiting caller look whether its call has ended by other means than a response. */
    void wakeup() {
        connection.wakeup();
        outbox.wakeup();
    }

    /** Why no call can be made any more; null while calls can be made. */
    @Nullable
    Status lost() {
        return lost;
    }

    /** Whether there is no stream id left for another call; those that are open go on. */
    boolean isUsedUp() {
        return nextId == 0;
    }

    /** What the calls of a connection are told that is lost for this reason. */
    Status lostBy(IOException cause) {
        String what = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        return Status.UNAVAILABLE
                .withDescription("connection to " + connection.endpoint() + " lost: " + what)
                .withCause(cause);
    }

    /** Of all streams of this connection. */
    Inboxes inboxes() {
        return inboxes;
    }

    /** Of the thread that reads. */
    Arrivals arrivals() {
        return arrivals;
    }

    boolean isIdle() {
        return open.isEmpty();
    }

    /** Ends every open call with this status and closes the connection. Later ones do nothing. */
    void close(Status status) {
        close(status, OpenStream::fail);
    }

    private void close(Status status, BiConsumer<OpenStream, Status> end) {
        synchronized (this) {
            if (lost != null) {
                return;
            }
            lost = status;
        }
        outbox.fail(new IOException(status.getDescription()));
        connection.close();
        for (OpenStream call : new ArrayList<>(open.values())) {
            open.remove(call.streamId(), call);
            end.accept(call, status);
        }
        reader.stop();
        Future<?> timer = unsendable;
        if (timer != null) {
            timer.cancel(false);
        }
        whenClosed.run();
    }

    /**
     * The peer takes nothing more. What it sent before may still be read, up to the end of its stream, which is near:
     * it must not be lost with what could not be sent.
     */
    private void cannotSend(IOException cause) {
        unsendable = Threads.timer()
                .schedule(() -> Threads.shared().execute(() -> lose(cause)), LAST_WORDS_NANOS, TimeUnit.NANOSECONDS);
    }

    private void cannotRead(Throwable cause) {
        if (cause instanceof IOException io) {
            lose(io);
        } else {
            // A fault of ours. Frames may have been lost with it, so no call can rely on the connection any more.
            LOG.error("closing the connection to {}", connection.endpoint(), cause);
            close(Status.INTERNAL.withDescription("reading failed: " + cause).withCause(cause));
        }
    }

    private void lose(IOException cause) {
        if (cause instanceof FrameReader.NoTtrpcException other) {
            AgentException failure = otherProtocol(other);
            close(Status.INTERNAL.withDescription(failure.getMessage()).withCause(failure), OpenStream::lost);
            return;
        }
        close(lostBy(cause), OpenStream::lost);
    }

    private AgentException otherProtocol(FrameReader.NoTtrpcException cause) {
        if (cause.isHttp2()) {
            return new TransportException(
                    connection.endpoint(),
                    Reason.OTHER_WIRE,
                    "cannot speak ttrpc with the peer at " + connection.endpoint() + ": " + cause.getMessage()
                            + "; use the wire grpc",
                    cause);
        }
        return new ProtocolException(connection.endpoint() + ": " + cause.getMessage(), cause);
    }

    /** False when the frame's stream has no room for it yet. */
    private boolean deliver(Frame frame) {
        Integer id = frame.streamId();
        OpenStream call = open.get(id);
        if (call == null) {
            LOG.debug("dropped a frame of type {} for stream {}, which is not open", frame.type(), frame.streamId());
            return true;
        }
        if (call instanceof OpenCall) {
            // Before its caller hears of the end and asks whether the connection is idle.
            open.remove(id, call);
        }
        return call.receive(frame);
    }
}
