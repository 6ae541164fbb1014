// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.StringValue;
import io.github.agentctl.ttrpc.Loopback.Bare;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How a client's stream ends where its server does not end it: once, whichever its kind, and the connection lives. */
@Timeout(30)
class StreamEndTest {
    private static final byte[] HELLO = RawPeer.hex("0a0568656c6c6f");
    private static final int END = Frame.REMOTE_CLOSED | Frame.NO_DATA;

    @RegisterExtension
    private final Loopback loopback = new Loopback();

    private final Heard heard = new Heard();
    private TtrpcChannel channel;
    private RawPeer server;

    @BeforeEach
    void connect() {
        Bare bare = loopback.bare();
        channel = bare.channel();
        server = bare.server();
    }

    @ParameterizedTest
    @EnumSource(
            value = MethodType.class,
            names = {"BIDI_STREAMING", "SERVER_STREAMING", "CLIENT_STREAMING"})
    void itsCallerCancelsIt(MethodType type) throws Exception {
        ClientCall<StringValue, StringValue> call = open(type, CallOptions.DEFAULT);
        int id = server.receive().streamId();

        call.cancel("enough", null);

        assertThat(heard.end(Status.Code.CANCELLED).getDescription()).isEqualTo("enough");
        assertLivesAndDropsLateFramesOf(id);
    }

    @ParameterizedTest
    @EnumSource(
            value = MethodType.class,
            names = {"BIDI_STREAMING", "SERVER_STREAMING", "CLIENT_STREAMING"})
    void itsDeadlinePasses(MethodType type) throws Exception {
        open(type, CallOptions.DEFAULT.withDeadlineAfter(200, TimeUnit.MILLISECONDS));
        int id = server.receive().streamId();

        heard.end(Status.Code.DEADLINE_EXCEEDED);
        assertLivesAndDropsLateFramesOf(id);
    }

    @ParameterizedTest
    @EnumSource(
            value = MethodType.class,
            names = {"BIDI_STREAMING", "SERVER_STREAMING", "CLIENT_STREAMING"})
    void itsDeadlineHadPassed(MethodType type) throws Exception {
        ClientCall<StringValue, StringValue> call =
                open(type, CallOptions.DEFAULT.withDeadlineAfter(-1, TimeUnit.SECONDS));
        if (type != MethodType.SERVER_STREAMING) {
            call.sendMessage(StringValue.of("to nobody"));
        }

        heard.end(Status.Code.DEADLINE_EXCEEDED);
        assertLives();
    }

    @ParameterizedTest
    @EnumSource(
            value = MethodType.class,
            names = {"BIDI_STREAMING", "SERVER_STREAMING", "CLIENT_STREAMING"})
    void itsContextIsCancelled(MethodType type) throws Exception {
        Context.CancellableContext context = Context.current().withCancellation();
        context.run(() -> open(type, CallOptions.DEFAULT));
        int id = server.receive().streamId();

        context.cancel(null);

        heard.end(Status.Code.CANCELLED);
        assertLivesAndDropsLateFramesOf(id);
    }

    @ParameterizedTest
    @EnumSource(
            value = MethodType.class,
            names = {"BIDI_STREAMING", "SERVER_STREAMING", "CLIENT_STREAMING"})
    void itsConnectionIsLost(MethodType type) throws Exception {
        open(type, CallOptions.DEFAULT);
        server.receive();

        server.close();

        heard.end(Status.Code.UNAVAILABLE);
        Heard later = new Heard();
        start(later, type, CallOptions.DEFAULT);
        later.end(Status.Code.UNAVAILABLE);
    }

    @Test
    void itsChannelIsShutDownNow() throws Exception {
        open(MethodType.BIDI_STREAMING, CallOptions.DEFAULT);
        server.receive();

        channel.shutdownNow();

        heard.end(Status.Code.UNAVAILABLE);
    }

    @Test
    void aShutDownChannelWaitsForItsStreams() throws Exception {
        open(MethodType.BIDI_STREAMING, CallOptions.DEFAULT);
        int id = server.receive().streamId();

        channel.shutdown();

        assertThat(channel.isTerminated()).isFalse();
        server.send(RawPeer.data(id, END));
        heard.end(Status.Code.OK);
        assertThat(channel.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void cancellingEndsAStreamThatTheServerHasEndedAndWhoseMessagesAreNotTaken() throws Exception {
        ClientCall<StringValue, StringValue> call = endedByTheServerButUnread(CallOptions.DEFAULT);

        call.cancel("not interested", null);

        heard.end(Status.Code.CANCELLED);
        call.request(1);
        assertLives();
        assertThat(heard.isEmpty()).isTrue();
    }

    @Test
    void theDeadlineEndsAStreamThatTheServerHasEndedAndWhoseMessagesAreNotTaken() throws Exception {
        endedByTheServerButUnread(CallOptions.DEFAULT.withDeadlineAfter(500, TimeUnit.MILLISECONDS));

        heard.end(Status.Code.DEADLINE_EXCEEDED);
    }

    @Test
    void theEndIsHeardAfterTheMessagesHoweverLateTheyAreTaken() throws Exception {
        ClientCall<StringValue, StringValue> call = endedByTheServerButUnread(CallOptions.DEFAULT);
        server.close();

        call.request(1);

        assertThat(heard.next()).isEqualTo(StringValue.of("hello"));
        heard.end(Status.Code.OK);
    }

    @Test
    void anEndIsHeardOnce() throws Exception {
        ClientCall<StringValue, StringValue> call = open(MethodType.BIDI_STREAMING, CallOptions.DEFAULT);
        server.send(RawPeer.data(server.receive().streamId(), END));
        heard.end(Status.Code.OK);

        call.cancel("late", null);
        call.cancel("later", null);
        channel.shutdownNow();

        assertThat(channel.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThat(heard.isEmpty()).isTrue();
    }

    @Test
    void aMessageThatIsNoneFailsAlsoAStreamThatTheServerHasEnded() throws Exception {
        ClientCall<StringValue, StringValue> call =
                endedByTheServerButUnread(heard, CallOptions.DEFAULT, RawPeer.hex("0a05"));

        call.request(1);

        heard.end(Status.Code.INTERNAL);
    }

    @Test
    void aListenerThatThrowsCancelsAlsoAStreamThatTheServerHasEnded() throws Exception {
        Heard throwing = new Heard() {
            @Override
            public void onMessage(StringValue message) {
                throw new IllegalStateException("mine");
            }
        };
        ClientCall<StringValue, StringValue> call = endedByTheServerButUnread(throwing, CallOptions.DEFAULT, HELLO);

        call.request(1);

        throwing.end(Status.Code.CANCELLED);
    }

    private ClientCall<StringValue, StringValue> endedByTheServerButUnread(CallOptions options) throws Exception {
        return endedByTheServerButUnread(heard, options, HELLO);
    }

    private ClientCall<StringValue, StringValue> endedByTheServerButUnread(
            Heard heard, CallOptions options, byte[] message) throws Exception {
        ClientCall<StringValue, StringValue> call = channel.newCall(method(MethodType.BIDI_STREAMING), options);
        call.start(heard, new Metadata());
        int id = server.receive().streamId();
        server.send(RawPeer.data(id, 0, message));
        server.send(RawPeer.data(id, END));
        assertLives();
        assertThat(heard.isEmpty()).isTrue();
        return call;
    }

    private void assertLivesAndDropsLateFramesOf(int id) throws Exception {
        server.send(RawPeer.data(id, 0, HELLO));
        server.send(RawPeer.data(id, END));
        assertLives();
        assertThat(heard.isEmpty()).isTrue();
    }

    private void assertLives() throws Exception {
        Future<StringValue> reply = ClientCalls.futureUnaryCall(
                channel.newCall(Echo.METHOD, CallOptions.DEFAULT), StringValue.getDefaultInstance());
        Frame.Whole request = server.receive();
        assertThat(request.type()).isEqualTo(Frame.REQUEST);
        server.send(RawPeer.frame(request.streamId(), Frame.RESPONSE));
        reply.get(10, TimeUnit.SECONDS);
    }

    private ClientCall<StringValue, StringValue> open(MethodType type, CallOptions options) {
        return start(heard, type, options);
    }

    private ClientCall<StringValue, StringValue> start(Heard listener, MethodType type, CallOptions options) {
        ClientCall<StringValue, StringValue> call = channel.newCall(method(type), options);
        call.start(listener, new Metadata());
        call.request(10);
        if (type == MethodType.SERVER_STREAMING) {
            call.sendMessage(StringValue.of("x"));
            call.halfClose();
        }
        return call;
    }

    private static io.grpc.MethodDescriptor<StringValue, StringValue> method(MethodType type) {
        return Streams.method("Any", type, StringValue.getDefaultInstance(), StringValue.getDefaultInstance());
    }
}
