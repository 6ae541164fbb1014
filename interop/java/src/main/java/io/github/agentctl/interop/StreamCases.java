// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.interop;

import static io.github.agentctl.interop.CallCases.item;
import static io.github.agentctl.interop.Session.same;

import com.google.protobuf.ByteString;
import com.google.protobuf.Empty;
import io.grpc.stub.BlockingClientCall;
import io.grpc.stub.StreamObserver;
import java.util.Iterator;
import java.util.List;

/** Each kind of stream. */
final class StreamCases {
    private static final int AHEAD = 32;
    private static final String BOTH = "blocking and asynchronous stubs";

    private StreamCases() {}

    static String clientStream(Session session) throws Exception {
        for (int count : new int[] {session.count(), 0}) {
            Total expected = Total.newBuilder()
                    .setInOrder(true)
                    .setCount(count)
                    .setSum(count * (count + 1L) / 2)
                    .setBytes(count * 100L)
                    .build();
            var call = session.streams().clientStream();
            for (int i = 1; i <= count; i++) {
                call.write(item(i));
            }
            call.halfClose();
            same("total", call.read(), expected);
            List<Total> totals =
                    Collected.from(to -> send(session.asynchronous().clientStream(to), count));
            same("asynchronous totals", totals, List.of(expected));
        }
        return BOTH;
    }

    static String serverStream(Session session) throws Exception {
        ByteString body = ByteString.copyFrom(new byte[100]);
        for (int count : new int[] {session.count(), 0}) {
            Order order = Order.newBuilder().setCount(count).setSize(100).build();
            Iterator<Item> items = session.blocking().serverStream(order);
            for (int i = 1; i <= count; i++) {
                same(
                        "item",
                        items.next(),
                        Item.newBuilder().setNumber(i).setBody(body).build());
            }
            same("a further message", items.hasNext(), false);
            List<Item> all = Collected.from(to -> session.asynchronous().serverStream(order, to));
            same("asynchronous messages", all.size(), count);
        }
        return BOTH;
    }

    /** First there and back one by one, then some ahead of what is read. */
    static String bidi(Session session) throws Exception {
        BlockingClientCall<Item, Item> call = session.streams().bidi();
        for (int i = 1; i <= session.count(); i++) {
            call.write(item(i));
            same("item", call.read(), item(i));
        }
        for (int i = 1; i <= AHEAD; i++) {
            call.write(item(i));
        }
        call.halfClose();
        for (int i = 1; i <= AHEAD; i++) {
            same("item ahead", call.read(), item(i));
        }
        same("the end", call.read() == null, true);
        List<Item> all = Collected.from(to -> send(session.asynchronous().bidi(to), AHEAD));
        for (int i = 1; i <= AHEAD; i++) {
            same("asynchronous item", all.get(i - 1), item(i));
        }
        same("asynchronous items", all.size(), AHEAD);
        return BOTH;
    }

    private static void send(StreamObserver<Item> to, int count) {
        for (int i = 1; i <= count; i++) {
            to.onNext(item(i));
        }
        to.onCompleted();
    }

    /** Messages without a byte wherever a message can stand. */
    static String empty(Session session) throws Exception {
        Item none = Item.getDefaultInstance();
        session.blocking().nothing(Empty.getDefaultInstance());
        same("reply", session.blocking().unary(none), none);
        var up = session.streams().clientStream();
        BlockingClientCall<Item, Item> both = session.streams().bidi();
        for (int i = 0; i < 3; i++) {
            up.write(none);
            both.write(none);
        }
        up.halfClose();
        both.halfClose();
        same("total", up.read(), Total.newBuilder().setCount(3).build());
        for (int i = 0; i < 3; i++) {
            same("item", both.read(), none);
        }
        same("the end", both.read() == null, true);
        return "";
    }
}
