// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.interop;

import static io.github.agentctl.interop.Session.fails;
import static io.github.agentctl.interop.Session.same;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** The largest messages, and queues that nobody empties. */
final class SizeCases {
    private static final int FRAME = 4 << 20;

    /** What a Response with its status and a SizeReply's other fields take at most. */
    private static final int REPLY_OVERHEAD = 32;

    private static final int FLOOD = 2_000;

    private SizeCases() {}

    /** Fills frames to the last byte: request, reply (nearly), and data in both directions. */
    static String maxMessage(Session session) throws Exception {
        SizeRequest largest = request(FRAME);
        same(
                "bytes that arrived",
                session.blocking().size(largest).getReceived(),
                largest.getBody().size());
        int size = FRAME - REPLY_OVERHEAD;
        SizeReply reply = session.blocking()
                .size(SizeRequest.newBuilder().setReplySize(size).build());
        same("bytes of the reply", reply.getBody().size(), size);
        Item item = Item.newBuilder().setBody(zeros(FRAME - 5)).build();
        same("the item's own size", item.getSerializedSize(), FRAME);
        BlockingClientCall<Item, Item> call = session.streams().bidi();
        for (int i = 0; i < 2; i++) {
            call.write(item);
            same(
                    "bytes of the item",
                    call.read().getBody().size(),
                    item.getBody().size());
        }
        call.halfClose();
        same("the end", call.read() == null, true);
        return "";
    }

    /** One byte more is refused here; a reply that is too long depends on the server. */
    static String overMessage(Session session) throws Exception {
        fails(() -> session.blocking().size(request(FRAME + 1)), Code.RESOURCE_EXHAUSTED);
        session.alive();
        SizeRequest tooMuch = SizeRequest.newBuilder().setReplySize(FRAME + 1).build();
        Callable<?> call = () -> session.blocking().size(tooMuch);
        if (session.isGo()) {
            return "reply: " + fails(call, Code.UNAVAILABLE).getDescription();
        }
        Status status = fails(call, session.isRust() ? Code.INVALID_ARGUMENT : Code.RESOURCE_EXHAUSTED);
        session.alive();
        return "reply: " + status.getDescription();
    }

    /** A stream that is not read does not hold up its connection. */
    static String stalledReader(Session session) throws Exception {
        BlockingClientCall<?, Item> unread = session.streams()
                .serverStream(Order.newBuilder().setCount(10_000).setSize(1024).build());
        same("the first item", unread.read() == null, false);
        return beside(session, 200);
    }

    /** A handler that does not read does not hold up its connection. */
    static String stalledHandler(Session session) throws Exception {
        BlockingClientCall<Item, Total> call = session.streams().stall();
        call.write(Item.newBuilder().setNumber(3_000).build());
        boolean allSent = flood(call);
        String note = beside(session, 1);
        try {
            if (allSent) {
                call.halfClose();
            }
            same("items that arrived", call.read().getCount(), (long) FLOOD);
            return note + "; took all";
        } catch (StatusException e) {
            Code expected = session.isGo() ? Code.INVALID_ARGUMENT : Code.RESOURCE_EXHAUSTED;
            same("the code", e.getStatus().getCode(), expected);
            session.alive();
            return note + "; " + e.getMessage();
        }
    }

    /** False when the server ended the call meanwhile. */
    private static boolean flood(BlockingClientCall<Item, Total> call) throws InterruptedException {
        Item item = Item.newBuilder().setNumber(1).setBody(zeros(1024)).build();
        try {
            for (int i = 0; i < FLOOD; i++) {
                call.write(item);
            }
            return true;
        } catch (StatusException e) {
            return false;
        }
    }

    private static String beside(Session session, int calls) {
        long begin = System.nanoTime();
        for (int i = 0; i < calls; i++) {
            session.alive();
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
        if (millis > 10_000) {
            throw new AssertionError("the calls beside it took " + millis + " ms");
        }
        return "the calls beside it took " + millis + " ms";
    }

    /** Whose Request frame has exactly so many bytes of data, or one more. */
    private static SizeRequest request(int length) {
        // Service and method with their tags, the payload's tag and length, the body's tag and length.
        int around = 2 + "agentctl.interop.v1.Peer".length() + 2 + "Size".length() + 5 + 5;
        return SizeRequest.newBuilder().setBody(zeros(length - around)).build();
    }

    private static ByteString zeros(int size) {
        return ByteString.copyFrom(new byte[size]);
    }
}
