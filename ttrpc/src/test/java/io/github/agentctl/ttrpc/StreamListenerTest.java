// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Int32Value;
import com.google.protobuf.StringValue;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.io.InputStream;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The caller's own code in a stream: listeners that throw, executors that take no work or work right here. */
@Timeout(30)
class StreamListenerTest {
    @RegisterExtension
    private final Loopback loopback = new Loopback();

    private TtrpcChannel channel;

    @BeforeEach
    void connect() {
        channel = loopback.connect(Streams.service(), Echo.parrot());
    }

    static Stream<Executor> executors() {
        // Not the executor itself, which JUnit would close where the JDK lets it.
        return Stream.of(Runnable::run, Threads.shared()::execute);
    }

    @ParameterizedTest
    @MethodSource("executors")
    void aListenerThatThrowsOnAMessageCancelsItsCallOnly(Executor executor) throws Exception {
        Heard heard = new Heard() {
            @Override
            public void onMessage(StringValue message) {
                throw new IllegalStateException("mine");
            }
        };
        ClientCall<StringValue, StringValue> call = echo(heard, executor);
        call.sendMessage(StringValue.of("x"));

        heard.end(Status.Code.CANCELLED);
        assertThat(Echo.say(channel, "beside")).isEqualTo("beside");
    }

    @ParameterizedTest
    @MethodSource("executors")
    void aListenerThatThrowsWhenReadyCancelsItsCallOnly(Executor executor) throws Exception {
        Heard heard = new Heard() {
            @Override
            public void onReady() {
                throw new AssertionError("mine");
            }
        };
        echo(heard, executor);

        heard.end(Status.Code.CANCELLED);
        assertThat(Echo.say(channel, "beside")).isEqualTo("beside");
    }

    @ParameterizedTest
    @MethodSource("executors")
    void aListenerThatThrowsAtTheEndHarmsNoOtherCall(Executor executor) throws Exception {
        Heard heard = new Heard() {
            @Override
            public void onClose(Status status, Metadata trailers) {
                super.onClose(status, trailers);
                throw new AssertionError("mine");
            }
        };
        echo(heard, executor).halfClose();

        heard.end(Status.Code.OK);
        assertThat(Echo.say(channel, "beside")).isEqualTo("beside");
        assertEndsWhenShutDown();
    }

    @ParameterizedTest
    @MethodSource("executors")
    void aMarshallerThatFailsEndsItsCallOnly(Executor executor) throws Exception {
        MethodDescriptor.Marshaller<StringValue> failing = new MethodDescriptor.Marshaller<>() {
            @Override
            public InputStream stream(StringValue value) {
                return Streams.ECHO.getRequestMarshaller().stream(value);
            }

            @Override
            public StringValue parse(InputStream stream) {
                throw new NoClassDefFoundError("mine");
            }
        };
        for (MethodType type : new MethodType[] {MethodType.BIDI_STREAMING, MethodType.UNARY}) {
            MethodDescriptor<StringValue, StringValue> method = (type == MethodType.UNARY ? Echo.METHOD : Streams.ECHO)
                    .toBuilder(Streams.ECHO.getRequestMarshaller(), failing).build();
            Heard heard = new Heard();
            ClientCall<StringValue, StringValue> call =
                    channel.newCall(method, CallOptions.DEFAULT.withExecutor(executor));
            call.start(heard, new Metadata());
            call.request(2);
            call.sendMessage(StringValue.of("x"));
            call.halfClose();

            heard.end(Status.Code.INTERNAL);
        }
        assertThat(Echo.say(channel, "beside")).isEqualTo("beside");
    }

    @Test
    void anExecutorThatTakesNoWorkEndsItsCallAndHarmsNoOther() throws Exception {
        echo(new Heard(), task -> {
            throw new RejectedExecutionException("closed");
        });

        assertThat(Echo.say(channel, "beside")).isEqualTo("beside");
        // Which it could not while the stream, that its server never ends, counted as open.
        assertEndsWhenShutDown();
    }

    @Test
    void aStreamRunsWhollyOnAnExecutorThatWorksRightThere() throws Exception {
        Events<StringValue> replies = new Events<>();
        StreamObserver<StringValue> requests = ClientCalls.asyncBidiStreamingCall(
                channel.newCall(Streams.ECHO, CallOptions.DEFAULT.withExecutor(Runnable::run)), replies);
        for (int i = 0; i < 1000; i++) {
            requests.onNext(StringValue.of("m" + i));
        }
        requests.onCompleted();
        for (int i = 0; i < 1000; i++) {
            assertThat(replies.next()).isEqualTo(StringValue.of("m" + i));
        }
        replies.end(Status.Code.OK);
    }

    @Test
    void aServerServesStreamsOnAnExecutorThatWorksRightThere() throws Exception {
        TtrpcChannel inline = loopback.connect(
                loopback.serve(builder -> builder.executor(Runnable::run), Streams.service(), Echo.parrot()));
        Events<Int32Value> reply = new Events<>();
        StreamObserver<Int32Value> requests =
                ClientCalls.asyncClientStreamingCall(inline.newCall(Streams.SUM, CallOptions.DEFAULT), reply);
        for (int i = 0; i < 1000; i++) {
            requests.onNext(Int32Value.of(1));
        }
        requests.onCompleted();
        assertThat(reply.next()).isEqualTo(Int32Value.of(1000));
        reply.end(Status.Code.OK);
        assertThat(Echo.say(inline, "unary")).isEqualTo("unary");
    }

    @Test
    void aServerWhoseExecutorTakesNoWorkSaysSoForEachKindOfCall() throws Exception {
        TtrpcChannel refused = loopback.connect(loopback.serve(
                builder -> builder.executor(task -> {
                    throw new RejectedExecutionException("closed");
                }),
                Streams.service(),
                Echo.parrot()));
        Events<StringValue> replies = new Events<>();
        ClientCalls.asyncBidiStreamingCall(refused.newCall(Streams.ECHO, CallOptions.DEFAULT), replies);
        replies.end(Status.Code.RESOURCE_EXHAUSTED);
        Events<Int32Value> counted = new Events<>();
        ClientCalls.asyncServerStreamingCall(
                refused.newCall(Streams.COUNT, CallOptions.DEFAULT), Int32Value.of(1), counted);
        counted.end(Status.Code.RESOURCE_EXHAUSTED);
        Events<StringValue> unary = new Events<>();
        ClientCalls.asyncUnaryCall(refused.newCall(Echo.METHOD, CallOptions.DEFAULT), StringValue.of("x"), unary);
        unary.end(Status.Code.RESOURCE_EXHAUSTED);
    }

    private void assertEndsWhenShutDown() throws InterruptedException {
        channel.shutdown();
        assertThat(channel.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    private ClientCall<StringValue, StringValue> echo(Heard heard, Executor executor) {
        ClientCall<StringValue, StringValue> call =
                channel.newCall(Streams.ECHO, CallOptions.DEFAULT.withExecutor(executor));
        call.start(heard, new Metadata());
        call.request(100);
        return call;
    }
}
