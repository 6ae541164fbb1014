// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Int32Value;
import com.google.protobuf.StringValue;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.transport.spi.InProcessListener;
import io.grpc.CallOptions;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.BlockingClientCall;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The three kinds of streams, between our client and our server, with each kind of stub. */
@Timeout(60)
class StreamCallTest {
    private final InProcessListener listener = new InProcessListener(new Endpoint.Other("sim", ""));
    private final TtrpcServer server = TtrpcServer.builder(listener)
            .addService(Streams.service())
            .addService(Echo.parrot())
            .build()
            .start();
    private final TtrpcChannel channel = new TtrpcChannel(listener.connect());

    @AfterEach
    void close() throws InterruptedException {
        channel.shutdownNow();
        server.shutdownNow();
        assertThat(server.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void messagesOfAStreamInBothDirectionsComeBackInOrder() throws InterruptedException {
        Events<StringValue> replies = new Events<>();
        StreamObserver<StringValue> requests =
                ClientCalls.asyncBidiStreamingCall(channel.newCall(Streams.ECHO, CallOptions.DEFAULT), replies);
        for (int i = 0; i < 100; i++) {
            requests.onNext(StringValue.of("text " + i));
            assertThat(replies.next()).isEqualTo(StringValue.of("text " + i));
        }
        requests.onCompleted();
        replies.end(Status.Code.OK);
    }

    @Test
    void aStreamOfRequestsHasOneReply() throws InterruptedException {
        Events<Int32Value> reply = new Events<>();
        StreamObserver<Int32Value> requests =
                ClientCalls.asyncClientStreamingCall(channel.newCall(Streams.SUM, CallOptions.DEFAULT), reply);
        for (int i = 0; i <= 1000; i++) {
            requests.onNext(Int32Value.of(i));
        }
        requests.onCompleted();
        assertThat(reply.next()).isEqualTo(Int32Value.of(500_500));
        reply.end(Status.Code.OK);
    }

    @Test
    void anEmptyStreamOfRequestsHasItsReply() throws InterruptedException {
        Events<Int32Value> reply = new Events<>();
        ClientCalls.asyncClientStreamingCall(channel.newCall(Streams.SUM, CallOptions.DEFAULT), reply)
                .onCompleted();
        assertThat(reply.next()).isEqualTo(Int32Value.of(0));
        reply.end(Status.Code.OK);
    }

    @Test
    void aStreamOfRepliesIsReadByAnIterator() {
        Iterator<Int32Value> replies = ClientCalls.blockingServerStreamingCall(
                channel, Streams.COUNT, CallOptions.DEFAULT, Int32Value.of(10_000));
        for (int i = 0; i < 10_000; i++) {
            assertThat(replies.next()).isEqualTo(Int32Value.of(i));
        }
        assertThat(replies.hasNext()).isFalse();
    }

    @Test
    void anErrorComesAfterTheMessagesBeforeIt() throws InterruptedException {
        Events<Int32Value> replies = new Events<>();
        ClientCalls.asyncServerStreamingCall(
                channel.newCall(Streams.COUNT, CallOptions.DEFAULT), Int32Value.of(-3), replies);
        for (int i = 0; i < 3; i++) {
            assertThat(replies.next()).isEqualTo(Int32Value.of(i));
        }
        assertThat(replies.end(Status.Code.ABORTED).getDescription()).isEqualTo("negative");
    }

    @Test
    void theNewerBlockingStubsStreamInEachDirection() throws Exception {
        BlockingClientCall<StringValue, StringValue> echo =
                ClientCalls.blockingBidiStreamingCall(channel, Streams.ECHO, CallOptions.DEFAULT);
        List<String> heard = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            assertThat(echo.write(StringValue.of("m" + i))).isTrue();
            heard.add(echo.read().getValue());
        }
        echo.halfClose();
        assertThat(echo.read()).isNull();
        assertThat(heard).hasSize(50).startsWith("m0").endsWith("m49");

        BlockingClientCall<?, Int32Value> count = ClientCalls.blockingV2ServerStreamingCall(
                channel, Streams.COUNT, CallOptions.DEFAULT, Int32Value.of(2));
        assertThat(count.read()).isEqualTo(Int32Value.of(0));
        assertThat(count.read()).isEqualTo(Int32Value.of(1));
        assertThat(count.read()).isNull();

        BlockingClientCall<Int32Value, Int32Value> sum =
                ClientCalls.blockingClientStreamingCall(channel, Streams.SUM, CallOptions.DEFAULT);
        sum.write(Int32Value.of(20));
        sum.write(Int32Value.of(22));
        sum.halfClose();
        assertThat(sum.read()).isEqualTo(Int32Value.of(42));
    }

    @Test
    void theDeadlineEndsAStream() {
        BlockingClientCall<StringValue, StringValue> echo = ClientCalls.blockingBidiStreamingCall(
                channel, Streams.ECHO, CallOptions.DEFAULT.withDeadlineAfter(50, TimeUnit.MILLISECONDS));
        assertThatThrownBy(echo::read)
                .isInstanceOf(io.grpc.StatusException.class)
                .hasMessageStartingWith("DEADLINE_EXCEEDED");
        assertThat(Echo.say(channel, "still there")).isEqualTo("still there");
    }

    @Test
    void aLostConnectionEndsAStreamAfterWhatHadCome() throws InterruptedException {
        Events<StringValue> replies = new Events<>();
        StreamObserver<StringValue> requests =
                ClientCalls.asyncBidiStreamingCall(channel.newCall(Streams.ECHO, CallOptions.DEFAULT), replies);
        requests.onNext(StringValue.of("x"));
        assertThat(replies.next()).isEqualTo(StringValue.of("x"));
        server.shutdownNow();
        replies.end(Status.Code.UNAVAILABLE);
    }

    @Test
    void aStreamThatNobodyReadsFailsAloneAndSoon() throws Exception {
        BlockingClientCall<?, Int32Value> unread = ClientCalls.blockingV2ServerStreamingCall(
                channel, Streams.COUNT, CallOptions.DEFAULT, Int32Value.of(200_000));
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
        while (System.nanoTime() < end) {
            assertThat(Echo.say(channel, CallOptions.DEFAULT.withDeadlineAfter(2, TimeUnit.SECONDS), "not held up"))
                    .isEqualTo("not held up");
        }
        assertThatThrownBy(() -> {
                    while (unread.read() != null) {
                        // What came before may still be heard.
                    }
                })
                .isInstanceOf(io.grpc.StatusException.class)
                .hasMessageStartingWith("RESOURCE_EXHAUSTED");
    }

    @Test
    void aStreamWhoseReaderIsSlowerThanItsSenderLosesNothing() throws InterruptedException {
        Events<Int32Value> replies = new Events<>();
        ClientCalls.asyncServerStreamingCall(
                channel.newCall(Streams.COUNT, CallOptions.DEFAULT), Int32Value.of(300_000), replies);
        assertThat(replies.countToTheEnd(Status.Code.OK)).isEqualTo(300_000);
    }

    @Test
    void anUnknownMethodEndsEachKindOfStream() throws InterruptedException {
        var unknown = Streams.method(
                "Nope",
                io.grpc.MethodDescriptor.MethodType.BIDI_STREAMING,
                StringValue.getDefaultInstance(),
                StringValue.getDefaultInstance());
        Events<StringValue> replies = new Events<>();
        ClientCalls.asyncBidiStreamingCall(channel.newCall(unknown, CallOptions.DEFAULT), replies);
        replies.end(Status.Code.UNIMPLEMENTED);
    }

    @Test
    void theOldBlockingIteratorFailsWithTheStatus() {
        Iterator<Int32Value> replies =
                ClientCalls.blockingServerStreamingCall(channel, Streams.COUNT, CallOptions.DEFAULT, Int32Value.of(-1));
        replies.next();
        assertThatThrownBy(replies::next)
                .isInstanceOf(StatusRuntimeException.class)
                .hasMessageStartingWith("ABORTED");
    }
}
