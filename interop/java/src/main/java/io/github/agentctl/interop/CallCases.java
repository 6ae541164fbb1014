// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.interop;

import static io.github.agentctl.interop.Session.fails;
import static io.github.agentctl.interop.Session.same;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Empty;
import io.grpc.CallOptions;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status.Code;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.BlockingClientCall;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.util.ArrayList;
import java.util.List;

/** Single calls, by each kind of stub. */
final class CallCases {
    private static final Metadata.Key<String> SEVERAL = Metadata.Key.of("several", Metadata.ASCII_STRING_MARSHALLER);

    private CallCases() {}

    static Item item(int number) {
        return Item.newBuilder()
                .setNumber(number)
                .setText("item " + number + ", größer")
                .setBody(ByteString.copyFrom(new byte[100]))
                .build();
    }

    static String unary(Session session) throws Exception {
        for (int i = 1; i <= session.count(); i++) {
            same("reply", session.blocking().unary(item(i)), item(i));
            same("v2's reply", session.streams().unary(item(i)), item(i));
            same("future's reply", session.futures().unary(item(i)).get(), item(i));
            Item item = item(i);
            List<Item> replies = Collected.from(to -> session.asynchronous().unary(item, to));
            same("asynchronous replies", replies, List.of(item));
        }
        return "blocking, blocking-v2, future and asynchronous stubs";
    }

    static String metadata(Session session) throws Exception {
        Metadata headers = new Metadata();
        List.of("one", "two", "three").forEach(value -> headers.put(SEVERAL, value));
        headers.put(Metadata.Key.of("Mixed-Case", Metadata.ASCII_STRING_MARSHALLER), "kept As Is");
        headers.put(Metadata.Key.of("empty", Metadata.ASCII_STRING_MARSHALLER), "");
        MetadataReply expected = MetadataReply.newBuilder()
                .addEntries(entry("empty", ""))
                .addEntries(entry("mixed-case", "kept As Is"))
                .addEntries(entry("several", "one", "two", "three"))
                .build();
        var attach = MetadataUtils.newAttachHeadersInterceptor(headers);

        MetadataReply got = session.blocking().withInterceptors(attach).metadata(Empty.getDefaultInstance());
        same("metadata", got, expected);
        same(
                "metadata of a call without",
                session.blocking().metadata(Empty.getDefaultInstance()),
                MetadataReply.getDefaultInstance());
        List<MetadataEntry> streamed = new ArrayList<>();
        session.blocking()
                .withInterceptors(attach)
                .metadataStream(Empty.getDefaultInstance())
                .forEachRemaining(streamed::add);
        same("metadata of a stream", streamed, expected.getEntriesList());
        return "";
    }

    private static MetadataEntry entry(String key, String... values) {
        return MetadataEntry.newBuilder()
                .setKey(key)
                .addAllValues(List.of(values))
                .build();
    }

    static String statusDetails(Session session) {
        Any detail = Any.pack(Item.newBuilder().setNumber(42).setText("détail").build());
        Any stranger = Any.newBuilder()
                .setTypeUrl("example.invalid/no.Such")
                .setValue(ByteString.copyFrom(new byte[] {9, 9, 9}))
                .build();
        for (int code = 1; code <= 16; code++) {
            com.google.rpc.Status.Builder expected =
                    com.google.rpc.Status.newBuilder().setCode(code);
            if (code < 16) {
                expected.setMessage("wörd " + code + "\nline")
                        .addDetails(detail)
                        .addDetails(stranger);
            }
            FailRequest request = FailRequest.newBuilder()
                    .setCode(code)
                    .setMessage(expected.getMessage())
                    .addAllDetails(expected.getDetailsList())
                    .setAfter(3)
                    .build();
            same("status", failure(() -> session.blocking().fail(request)), expected.build());
            var items = session.blocking().failStream(request);
            for (int i = 0; i < 3; i++) {
                items.next();
            }
            same("stream's status", failure(items::next), expected.build());
        }
        session.blocking().fail(FailRequest.getDefaultInstance());
        return "";
    }

    private static com.google.rpc.Status failure(Runnable call) {
        try {
            call.run();
            throw new AssertionError("no error");
        } catch (StatusRuntimeException e) {
            return StatusProto.fromThrowable(e);
        }
    }

    static String unknownService(Session session) throws Exception {
        return unknown(
                session,
                "agentctl.interop.v1.NoSuch/Unary",
                session.isRust() ? Code.INVALID_ARGUMENT : Code.UNIMPLEMENTED);
    }

    static String unknownMethod(Session session) throws Exception {
        return unknown(session, "agentctl.interop.v1.Peer/NoSuch", Code.UNIMPLEMENTED);
    }

    private static String unknown(Session session, String name, Code expected) throws Exception {
        Item request = Item.getDefaultInstance();
        var unary = method(name, MethodType.UNARY);
        String note = fails(
                        () -> ClientCalls.blockingUnaryCall(session.channel(), unary, CallOptions.DEFAULT, request),
                        expected)
                .getDescription();
        fails(
                () -> ClientCalls.blockingServerStreamingCall(
                                session.channel(),
                                method(name, MethodType.SERVER_STREAMING),
                                CallOptions.DEFAULT,
                                request)
                        .next(),
                expected);
        fails(
                () -> closed(ClientCalls.blockingClientStreamingCall(
                                session.channel(), method(name, MethodType.CLIENT_STREAMING), CallOptions.DEFAULT))
                        .read(),
                expected);
        fails(
                () -> closed(ClientCalls.blockingBidiStreamingCall(
                                session.channel(), method(name, MethodType.BIDI_STREAMING), CallOptions.DEFAULT))
                        .read(),
                expected);
        session.alive();
        return note;
    }

    private static <Q, A> BlockingClientCall<Q, A> closed(BlockingClientCall<Q, A> call) throws StatusException {
        call.halfClose();
        return call;
    }

    private static MethodDescriptor<Item, Item> method(String name, MethodType type) {
        return PeerGrpc.getUnaryMethod().toBuilder()
                .setFullMethodName(name)
                .setType(type)
                .build();
    }
}
