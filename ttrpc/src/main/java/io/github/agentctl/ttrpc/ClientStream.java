// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import io.grpc.Metadata;
import io.grpc.Status;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The inbound side of a client's stream: what the server's frames mean. It ends once: by the server's response, by its
 * closing data frame, or from this side.
 */
final class ClientStream extends OpenStream {
    private final Inbox inbox;
    private final boolean oneReply;
    private final Runnable whenEnded;
    private final Runnable whenFailed;
    private final AtomicReference<@Nullable End> end = new AtomicReference<>();

    /**
     * @param oneReply the server sends one message, in its response, instead of a stream of them
     * @param whenEnded run when the server has ended the stream or is lost, before the listener can know
     * @param whenFailed run when this side has
     */
    ClientStream(Inbox inbox, boolean oneReply, Runnable whenEnded, Runnable whenFailed) {
        this.inbox = inbox;
        this.oneReply = oneReply;
        this.whenEnded = whenEnded;
        this.whenFailed = whenFailed;
    }

    /**
     * How the stream ended.
     *
     * @param failed from this side: what lies in the inbox is not heard any more
     */
    record End(Status status, Metadata trailers, boolean failed) {}

    /** How it ended; null while it is open. */
    @Nullable
    End end() {
        return end.get();
    }

    @Override
    boolean isDone() {
        return end.get() != null;
    }

    boolean hasFailed() {
        End how = end.get();
        return how != null && how.failed();
    }

    @Override
    boolean receive(Frame frame) {
        if (isDone()) {
            return true;
        }
        if (frame instanceof Frame.Oversized oversized) {
            fail(Statuses.oversized(oversized));
        } else if (frame instanceof Frame.Whole whole) {
            return switch (whole.type()) {
                case Frame.RESPONSE -> response(whole.data());
                case Frame.DATA -> data(whole);
                default -> malformed(whole);
            };
        }
        return true;
    }

    @Override
    boolean fail(Status status) {
        return fail(null, status);
    }

    @Override
    boolean giveUp(Status status) {
        End before = end.get();
        boolean endedByServer = before != null && !before.failed();
        return endedByServer ? fail(before, status) : fail(status);
    }

    private boolean fail(@Nullable End before, Status status) {
        if (!end.compareAndSet(before, new End(status, new Metadata(), true))) {
            return false;
        }
        inbox.drop();
        whenFailed.run();
        return true;
    }

    @Override
    void lost(Status status) {
        ended(status, new Metadata());
    }

    private boolean data(Frame.Whole frame) {
        boolean message = !frame.has(Frame.NO_DATA);
        if (oneReply || (!message && frame.data().length > 0)) {
            return malformed(frame);
        }
        if (message && !inbox.offer(frame.data())) {
            return false;
        }
        if (frame.has(Frame.REMOTE_CLOSED)) {
            ended(Status.OK, new Metadata());
        }
        return true;
    }

    /** The server's last word: an error, one reply, or, from some servers, the last message of a stream. */
    private boolean response(byte[] data) {
        ResponseEnvelope response;
        Statuses.Received received;
        try {
            response = ResponseEnvelope.parse(data);
            received = Statuses.parse(response.status());
        } catch (IOException e) {
            fail(Status.INTERNAL
                    .withDescription("the frame is no response" + Hex.beginning(data))
                    .withCause(e));
            return true;
        }
        if (received.status().isOk() && (oneReply || response.length() > 0)) {
            int from = response.offset();
            if (!inbox.offer(Arrays.copyOfRange(data, from, from + response.length()))) {
                return false;
            }
        }
        ended(received.status(), received.trailers());
        return true;
    }

    private boolean malformed(Frame.Whole frame) {
        fail(Status.INTERNAL.withDescription("the peer sent a frame of type " + frame.type() + " and flags "
                + frame.flags() + ", which this stream cannot take" + Hex.beginning(frame)));
        return true;
    }

    private void ended(Status status, Metadata trailers) {
        if (end.compareAndSet(null, new End(status, trailers, false))) {
            whenEnded.run();
            inbox.end();
        }
    }
}
