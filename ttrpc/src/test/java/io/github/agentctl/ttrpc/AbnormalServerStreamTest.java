// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.StringValue;
import io.github.agentctl.ttrpc.Loopback.Bare;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A client's streams before a server that does what it should not. */
@Timeout(30)
class AbnormalServerStreamTest {
    private static final int END = Frame.REMOTE_CLOSED | Frame.NO_DATA;
    private static final byte[] HELLO = RawPeer.hex("0a0568656c6c6f");
    private static final byte[] HELLO_RESPONSE = RawPeer.hex("0a0012070a0568656c6c6f");
    private static final StringValue HELLO_MESSAGE = StringValue.of("hello");

    @RegisterExtension
    private final Loopback loopback = new Loopback();

    private final Events<StringValue> replies = new Events<>();
    private TtrpcChannel channel;
    private RawPeer server;

    @BeforeEach
    void connect() {
        Bare bare = loopback.bare();
        channel = bare.channel();
        server = bare.server();
    }

    @Test
    void opensAClientsStreamSoThatBothKindsOfServerKnowThatNoMessageIsInTheRequest() throws IOException {
        open(MethodType.BIDI_STREAMING);

        Frame.Whole request = server.receive();
        assertThat(request.flags()).isEqualTo(Frame.REMOTE_OPEN | Frame.NO_DATA);
        assertThat(request.data()).isEqualTo(Wire.target(Streams.SERVICE, "Any"));
    }

    @Test
    void opensAServersStreamClosedAndWithItsMessage() throws IOException {
        start(MethodType.SERVER_STREAMING, CallOptions.DEFAULT.withDeadlineAfter(1, TimeUnit.HOURS));

        Frame.Whole request = server.receive();
        RequestEnvelope envelope = RequestEnvelope.parse(request.data());
        assertThat(request.flags()).isEqualTo(Frame.REMOTE_CLOSED);
        assertThat(envelope.length()).isEqualTo(HELLO.length);
        assertThat(envelope.timeoutNanos()).isBetween(TimeUnit.MINUTES.toNanos(59), TimeUnit.HOURS.toNanos(1));
    }

    @Test
    void endsItsHalfWithAFrameOfItsOwn() {
        StreamObserver<StringValue> requests = open(MethodType.BIDI_STREAMING);
        requests.onNext(StringValue.getDefaultInstance());
        requests.onCompleted();

        server.receive();
        Frame.Whole empty = server.receive();
        assertThat(empty.type()).isEqualTo(Frame.DATA);
        assertThat(empty.flags()).isZero();
        assertThat(empty.data()).isEmpty();
        Frame.Whole end = server.receive();
        assertThat(end.flags()).isEqualTo(END);
        assertThat(end.data()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = MethodType.class,
            names = {"BIDI_STREAMING", "SERVER_STREAMING"})
    void theLastMessageMaySayTheEnd(MethodType type) throws Exception {
        int id = opened(type);
        server.send(RawPeer.data(id, 0, HELLO));
        server.send(RawPeer.data(id, Frame.REMOTE_CLOSED, HELLO));

        assertThat(replies.next()).isEqualTo(HELLO_MESSAGE);
        assertThat(replies.next()).isEqualTo(HELLO_MESSAGE);
        replies.end(Status.Code.OK);
        assertServed();
    }

    @ParameterizedTest
    @EnumSource(
            value = MethodType.class,
            names = {"BIDI_STREAMING", "SERVER_STREAMING"})
    void aGoodResponseMayEndAStreamOfReplies(MethodType type) throws Exception {
        int id = opened(type);
        server.send(RawPeer.data(id, 0, HELLO));
        server.send(RawPeer.frame(id, Frame.RESPONSE));

        assertThat(replies.next()).isEqualTo(HELLO_MESSAGE);
        replies.end(Status.Code.OK);
    }

    @ParameterizedTest
    @EnumSource(
            value = MethodType.class,
            names = {"BIDI_STREAMING", "SERVER_STREAMING"})
    void aGoodResponseMayCarryTheLastMessageOfAStream(MethodType type) throws Exception {
        int id = opened(type);
        server.send(RawPeer.frame(id, Frame.RESPONSE, HELLO_RESPONSE));

        assertThat(replies.next()).isEqualTo(HELLO_MESSAGE);
        replies.end(Status.Code.OK);
    }

    @Test
    void aFrameThatSaysNothingAndEndsNothingIsIgnored() throws Exception {
        int id = opened(MethodType.BIDI_STREAMING);
        server.send(RawPeer.data(id, Frame.NO_DATA));
        server.send(RawPeer.data(id, 0xf8, HELLO));
        server.send(RawPeer.data(id, END | 0xf8));

        assertThat(replies.next()).isEqualTo(HELLO_MESSAGE);
        replies.end(Status.Code.OK);
    }

    @ParameterizedTest
    @ValueSource(ints = {Frame.NO_DATA, END})
    void aMessageInAFrameThatSaysItHasNoneFailsItsCallOnly(int flags) throws Exception {
        server.send(RawPeer.data(opened(MethodType.BIDI_STREAMING), flags, HELLO));

        replies.end(Status.Code.INTERNAL);
        assertServed();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, Frame.REMOTE_CLOSED, END, Frame.NO_DATA})
    void dataWhereOneReplyIsDueFailsItsCallOnly(int flags) throws Exception {
        server.send(RawPeer.data(opened(MethodType.CLIENT_STREAMING), flags));

        replies.end(Status.Code.INTERNAL);
        assertServed();
    }

    @ParameterizedTest
    @CsvSource({"BIDI_STREAMING, 0", "SERVER_STREAMING, 1", "CLIENT_STREAMING, 99", "BIDI_STREAMING, 255"})
    void aFrameOfAnotherTypeFailsItsCallOnly(MethodType type, int frame) throws Exception {
        server.send(RawPeer.frame(opened(type), frame, HELLO));

        replies.end(Status.Code.INTERNAL);
        assertServed();
    }

    @ParameterizedTest
    @EnumSource(
            value = MethodType.class,
            names = {"BIDI_STREAMING", "SERVER_STREAMING", "CLIENT_STREAMING"})
    void anOversizedFrameFailsItsCallOnly(MethodType type) throws Exception {
        server.send(RawPeer.data(opened(type), 0, new byte[Frame.MAX_DATA + 1]));

        replies.end(Status.Code.RESOURCE_EXHAUSTED);
        assertServed();
    }

    @Test
    void bytesThatAreNoMessageFailTheirCallOnlyAndAreShown() throws Exception {
        server.send(RawPeer.data(opened(MethodType.BIDI_STREAMING), 0, RawPeer.hex("0a05")));

        assertThat(replies.end(Status.Code.INTERNAL).getDescription()).contains("0a05");
        assertServed();
    }

    @Test
    void bytesThatAreNoResponseFailTheirCallOnlyAndAreShown() throws Exception {
        server.send(RawPeer.frame(opened(MethodType.BIDI_STREAMING), Frame.RESPONSE, RawPeer.hex("0a05")));

        assertThat(replies.end(Status.Code.INTERNAL).getDescription()).contains("0a05");
        assertServed();
    }

    @Test
    void whatComesAfterTheEndIsDropped() throws Exception {
        int id = opened(MethodType.BIDI_STREAMING);
        server.send(RawPeer.data(id, END));
        server.send(RawPeer.data(id, 0, HELLO));
        server.send(RawPeer.frame(id, Frame.RESPONSE, HELLO_RESPONSE));
        server.send(RawPeer.data(id, END));

        replies.end(Status.Code.OK);
        assertServed();
        assertThat(replies.isEmpty()).isTrue();
    }

    @Test
    void aServerThatEndsEarlyEndsTheStreamAndNothingIsSentToItAnyMore() throws Exception {
        StreamObserver<StringValue> requests = open(MethodType.BIDI_STREAMING);
        server.send(RawPeer.data(server.receive().streamId(), END));
        replies.end(Status.Code.OK);

        requests.onNext(HELLO_MESSAGE);
        requests.onCompleted();

        assertServed();
    }

    @Test
    void anEmptyResponseIsTheOneReplyOfAStreamOfRequests() throws Exception {
        server.send(RawPeer.frame(opened(MethodType.CLIENT_STREAMING), Frame.RESPONSE));

        assertThat(replies.next()).isEqualTo(StringValue.getDefaultInstance());
        replies.end(Status.Code.OK);
    }

    @ParameterizedTest
    @EnumSource(
            value = MethodType.class,
            names = {"BIDI_STREAMING", "SERVER_STREAMING", "CLIENT_STREAMING"})
    void theStatusOfAnErrorComesThrough(MethodType type) throws Exception {
        server.send(RawPeer.frame(opened(type), Frame.RESPONSE, RawPeer.hex("0a0608051202676f")));

        assertThat(replies.end(Status.Code.NOT_FOUND).getDescription()).isEqualTo("go");
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 10, 12})
    void aFrameCutShortFailsTheStreamAfterWhatHadCome(int bytes) throws Exception {
        int id = opened(MethodType.BIDI_STREAMING);
        server.send(RawPeer.data(id, 0, HELLO));
        server.send(java.util.Arrays.copyOf(RawPeer.data(id, 0, HELLO), bytes));
        server.close();

        assertThat(replies.next()).isEqualTo(HELLO_MESSAGE);
        assertThat(replies.end(Status.Code.UNAVAILABLE).getDescription()).contains("in the middle of a frame");
    }

    private void assertServed() throws Exception {
        Future<StringValue> reply =
                ClientCalls.futureUnaryCall(channel.newCall(Echo.METHOD, CallOptions.DEFAULT), HELLO_MESSAGE);
        Frame.Whole request = server.receive();
        assertThat(request.type()).isEqualTo(Frame.REQUEST);
        server.send(RawPeer.frame(request.streamId(), Frame.RESPONSE, HELLO_RESPONSE));
        assertThat(reply.get(10, TimeUnit.SECONDS)).isEqualTo(HELLO_MESSAGE);
    }

    private int opened(MethodType type) {
        if (type == MethodType.SERVER_STREAMING) {
            start(type, CallOptions.DEFAULT);
        } else {
            open(type);
        }
        return server.receive().streamId();
    }

    private StreamObserver<StringValue> open(MethodType type) {
        ClientCall<StringValue, StringValue> call = call(type, CallOptions.DEFAULT);
        return type == MethodType.BIDI_STREAMING
                ? ClientCalls.asyncBidiStreamingCall(call, replies)
                : ClientCalls.asyncClientStreamingCall(call, replies);
    }

    private void start(MethodType type, CallOptions options) {
        ClientCalls.asyncServerStreamingCall(call(type, options), HELLO_MESSAGE, replies);
    }

    private ClientCall<StringValue, StringValue> call(MethodType type, CallOptions options) {
        MethodDescriptor<StringValue, StringValue> method =
                Streams.method("Any", type, StringValue.getDefaultInstance(), StringValue.getDefaultInstance());
        return channel.newCall(method, options);
    }
}
