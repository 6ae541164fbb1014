// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Int32Value;
import com.google.protobuf.StringValue;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.transport.spi.InProcessListener;
import io.grpc.CallOptions;
import io.grpc.Context;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the Go and Rust libraries promise of streams, by their own tests. */
@Timeout(30)
class UpstreamStreamPromisesTest {
    @RegisterExtension
    private final Loopback loopback = new Loopback();

    private final InProcessListener listener = new InProcessListener(new Endpoint.Other("sim", ""));

    @Test
    @DisplayName("Go: TestStreamClient")
    void aHundredEchoesThenTheEnd() throws Exception {
        Events<StringValue> replies = new Events<>();
        StreamObserver<StringValue> requests = echo(loopback.connect(Streams.service()), replies);
        for (int i = 0; i < 100; i++) {
            requests.onNext(StringValue.of("test" + i));
            assertThat(replies.next()).isEqualTo(StringValue.of("test" + i));
        }
        requests.onCompleted();
        replies.end(Status.Code.OK);
    }

    @Test
    @DisplayName("Go: TestStreamHandlerContextCancelOnReturn")
    void theHandlersContextIsCancelledWhenItHasAnswered() throws Exception {
        CountDownLatch cancelled = new CountDownLatch(1);
        ServerServiceDefinition service = ServerServiceDefinition.builder(Streams.SERVICE)
                .addMethod(Streams.COUNT, ServerCalls.asyncServerStreamingCall((request, replies) -> {
                    Context.current().addListener(context -> cancelled.countDown(), Runnable::run);
                    replies.onNext(request);
                    replies.onCompleted();
                }))
                .build();
        Events<Int32Value> replies = new Events<>();
        ClientCalls.asyncServerStreamingCall(
                loopback.connect(service).newCall(Streams.COUNT, CallOptions.DEFAULT), Int32Value.of(1), replies);

        assertThat(replies.countToTheEnd(Status.Code.OK)).isOne();
        assertThat(cancelled.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    @DisplayName("Go: TestStreamNotConsumedDoesNotBlockConnection")
    void aStreamThatTheClientDoesNotReadDoesNotHoldUpCallsBesideIt() {
        TtrpcChannel channel = loopback.connect(Streams.service(), Echo.parrot());
        for (int i = 0; i < 4; i++) {
            ClientCalls.blockingV2ServerStreamingCall(
                    channel, Streams.COUNT, CallOptions.DEFAULT, Int32Value.of(100_000));
        }
        for (int i = 0; i < 100; i++) {
            CallOptions soon = CallOptions.DEFAULT.withDeadlineAfter(2, TimeUnit.SECONDS);
            assertThat(Echo.say(channel, soon, "call " + i)).isEqualTo("call " + i);
        }
    }

    @Test
    @DisplayName("Go: TestStreamFullOnServer")
    void aStreamThatTheServerDoesNotReadDoesNotHoldUpCallsBesideItAndFailsAlone() throws Exception {
        TtrpcChannel channel = loopback.connect(Unread.service(new CountDownLatch(1)), Echo.parrot());
        Events<StringValue> replies = new Events<>();
        StreamObserver<StringValue> flood = echo(channel, replies);
        StringValue message = StringValue.of("x".repeat(1 << 16));
        for (int i = 0; i < 100; i++) {
            flood.onNext(message);
        }
        CallOptions soon = CallOptions.DEFAULT.withDeadlineAfter(2, TimeUnit.SECONDS);
        assertThat(Echo.say(channel, soon, "beside")).isEqualTo("beside");
        replies.end(Status.Code.RESOURCE_EXHAUSTED);
    }

    @Test
    @DisplayName("Rust: test_stream_close_send_then_send_fails")
    void nothingCanBeSentAfterTheHalfClose() throws Exception {
        Events<StringValue> replies = new Events<>();
        StreamObserver<StringValue> requests = echo(loopback.connect(Streams.service()), replies);
        requests.onCompleted();

        assertThatThrownBy(() -> requests.onNext(StringValue.of("late"))).isInstanceOf(IllegalStateException.class);
        replies.end(Status.Code.OK);
    }

    @Test
    @DisplayName("Rust: test_server_shutdown_during_active_stream")
    void aStreamThatRunsBeyondTheTimeOfAShutdownEnds() throws Exception {
        TtrpcServer server = loopback.start(listener, UnaryOperator.identity(), Streams.service());
        Events<StringValue> replies = new Events<>();
        StreamObserver<StringValue> requests = echo(loopback.connect(listener), replies);
        requests.onNext(StringValue.of("x"));
        replies.next();

        server.shutdown(Duration.ofMillis(10));

        replies.end(Status.Code.UNAVAILABLE);
        assertThat(server.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    @DisplayName("Rust: test_server_initiated_stream_close_client_gets_final_response")
    void theClientHearsTheServersLastMessageAndEndWhileItsOwnHalfIsOpen() throws Exception {
        ServerServiceDefinition service = ServerServiceDefinition.builder(Streams.SERVICE)
                .addMethod(Streams.ECHO, ServerCalls.asyncBidiStreamingCall(replies -> {
                    replies.onNext(StringValue.of("last"));
                    replies.onCompleted();
                    return new Events<>();
                }))
                .build();
        Events<StringValue> replies = new Events<>();
        StreamObserver<StringValue> requests = echo(loopback.connect(service), replies);

        assertThat(replies.next()).isEqualTo(StringValue.of("last"));
        replies.end(Status.Code.OK);
        requests.onNext(StringValue.of("to nobody"));
        requests.onCompleted();
    }

    @Test
    @DisplayName("Rust: test_unary_request_timeout")
    void aUnaryCallEndsAtItsTimeLimit() {
        TtrpcChannel channel = loopback.connect(Echo.service((text, reply) -> {}));
        CallOptions soon = CallOptions.DEFAULT.withDeadlineAfter(100, TimeUnit.MILLISECONDS);

        assertThatThrownBy(() -> Echo.say(channel, soon, "x")).hasMessageStartingWith("DEADLINE_EXCEEDED");
    }

    @Test
    @DisplayName("Rust: test_streaming_server_false_rejects_data")
    void dataIsRefusedWhereTheServersReplyIsNoStream() throws Exception {
        var pipes = io.github.agentctl.transport.spi.Pipes.open(new Endpoint.Other("sim", ""));
        TtrpcChannel channel = new TtrpcChannel(pipes.client());
        loopback.after(channel::shutdownNow);
        RawPeer server = loopback.closing(RawPeer.at(pipes.server()));
        Events<Int32Value> reply = new Events<>();
        ClientCalls.asyncClientStreamingCall(channel.newCall(Streams.SUM, CallOptions.DEFAULT), reply);

        server.send(RawPeer.frame(server.receive().streamId(), Frame.DATA, (byte) 8, (byte) 1));

        reply.end(Status.Code.INTERNAL);
    }

    @Test
    @DisplayName("Rust: test_multiple_concurrent_streams_on_one_connection")
    void manyStreamsRunAtOnce() throws Exception {
        TtrpcChannel channel = loopback.connect(Streams.service());
        List<Events<StringValue>> replies = new ArrayList<>();
        List<StreamObserver<StringValue>> requests = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            replies.add(new Events<>());
            requests.add(echo(channel, replies.get(i)));
        }
        for (int message = 0; message < 10; message++) {
            for (int i = 0; i < 50; i++) {
                requests.get(i).onNext(StringValue.of(i + "/" + message));
            }
        }
        requests.forEach(StreamObserver::onCompleted);
        for (int i = 0; i < 50; i++) {
            for (int message = 0; message < 10; message++) {
                assertThat(replies.get(i).next()).isEqualTo(StringValue.of(i + "/" + message));
            }
            replies.get(i).end(Status.Code.OK);
        }
    }

    private static StreamObserver<StringValue> echo(TtrpcChannel channel, StreamObserver<StringValue> replies) {
        return ClientCalls.asyncBidiStreamingCall(channel.newCall(Streams.ECHO, CallOptions.DEFAULT), replies);
    }
}
