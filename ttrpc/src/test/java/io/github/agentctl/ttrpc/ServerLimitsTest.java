// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.StringValue;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.transport.spi.InProcessListener;
import io.grpc.CallOptions;
import io.grpc.Context;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a server takes at once, on which threads, and how it ends. */
@Timeout(30)
class ServerLimitsTest {
    @RegisterExtension
    private final Loopback loopback = new Loopback();

    private final InProcessListener listener = new InProcessListener(new Endpoint.Other("sim", ""));
    private final BlockingQueue<StreamObserver<StringValue>> waiting = new LinkedBlockingQueue<>();
    private final CountDownLatch cancelled = new CountDownLatch(1);
    private final ServerServiceDefinition service = Echo.service((text, reply) -> {
        if (text.equals("wait")) {
            Context.current().addListener(context -> cancelled.countDown(), Runnable::run);
            waiting.add(reply);
        } else {
            Echo.reply(reply, text);
        }
    });

    @Test
    void aConnectionOverTheLimitIsClosedUntilAnotherHasGone() {
        start(builder -> builder.maxConnections(1));
        TtrpcChannel first = loopback.connect(listener);
        assertThat(Echo.say(first, "x")).isEqualTo("x");

        assertThatThrownBy(() -> Echo.say(loopback.connect(listener), "y"))
                .isInstanceOf(StatusRuntimeException.class)
                .hasMessageStartingWith("UNAVAILABLE");
        assertThat(Echo.say(first, "still")).isEqualTo("still");

        first.shutdownNow();
        // The server hears of it a little later.
        String reply = null;
        while (reply == null) {
            try {
                reply = Echo.say(loopback.connect(listener), "next");
            } catch (StatusRuntimeException e) {
                assertThat(e).hasMessageStartingWith("UNAVAILABLE");
            }
        }
        assertThat(reply).isEqualTo("next");
    }

    @Test
    void aCallOverTheLimitIsRefusedUntilAnotherHasEnded() throws Exception {
        start(builder -> builder.maxCallsPerConnection(2));
        TtrpcChannel channel = loopback.connect(listener);
        Future<StringValue> call = future(channel, "wait");
        StreamObserver<StringValue> reply = waiting.poll(10, TimeUnit.SECONDS);
        Events<StringValue> echoes = new Events<>();
        StreamObserver<StringValue> stream =
                ClientCalls.asyncBidiStreamingCall(channel.newCall(Streams.ECHO, CallOptions.DEFAULT), echoes);
        stream.onNext(StringValue.of("x"));
        echoes.next();

        assertThatThrownBy(() -> Echo.say(channel, "third"))
                .isInstanceOf(StatusRuntimeException.class)
                .hasMessageStartingWith("RESOURCE_EXHAUSTED");
        Events<StringValue> refused = new Events<>();
        ClientCalls.asyncBidiStreamingCall(channel.newCall(Streams.ECHO, CallOptions.DEFAULT), refused);
        refused.end(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(Echo.say(loopback.connect(listener), "another connection")).isEqualTo("another connection");

        stream.onCompleted();
        echoes.end(Status.Code.OK);
        assertThat(Echo.say(channel, "third again")).isEqualTo("third again");
        Echo.reply(reply, "done");
        assertThat(call.get(10, TimeUnit.SECONDS).getValue()).isEqualTo("done");
    }

    @Test
    void limitsArePositive() {
        TtrpcServer.Builder builder = TtrpcServer.builder(listener);

        assertThatThrownBy(() -> builder.maxConnections(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.maxCallsPerConnection(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aShutdownLetsCallsAndStreamsFinishWithinItsTime() throws Exception {
        TtrpcServer server = start(UnaryOperator.identity());
        TtrpcChannel channel = loopback.connect(listener);
        Future<StringValue> call = future(channel, "wait");
        StreamObserver<StringValue> reply = waiting.poll(10, TimeUnit.SECONDS);
        Events<StringValue> echoes = new Events<>();
        StreamObserver<StringValue> stream =
                ClientCalls.asyncBidiStreamingCall(channel.newCall(Streams.ECHO, CallOptions.DEFAULT), echoes);
        stream.onNext(StringValue.of("before"));
        assertThat(echoes.next()).isEqualTo(StringValue.of("before"));

        server.shutdown(Duration.ofSeconds(Long.MAX_VALUE));

        stream.onNext(StringValue.of("after"));
        assertThat(echoes.next()).isEqualTo(StringValue.of("after"));
        Echo.reply(reply, "done");
        assertThat(call.get(10, TimeUnit.SECONDS).getValue()).isEqualTo("done");
        assertThat(server.isTerminated()).isFalse();
        stream.onCompleted();
        echoes.end(Status.Code.OK);
        assertThat(server.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThat(cancelled.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aShutdownCancelsWhatRunsBeyondItsTime() throws Exception {
        TtrpcServer server = start(UnaryOperator.identity());
        TtrpcChannel channel = loopback.connect(listener);
        Future<StringValue> call = future(channel, "wait");
        waiting.poll(10, TimeUnit.SECONDS);
        Events<StringValue> echoes = new Events<>();
        ClientCalls.asyncBidiStreamingCall(channel.newCall(Streams.ECHO, CallOptions.DEFAULT), echoes);

        server.shutdown(Duration.ofMillis(50));

        assertThat(cancelled.await(10, TimeUnit.SECONDS)).isTrue();
        echoes.end(Status.Code.UNAVAILABLE);
        assertThatThrownBy(() -> call.get(10, TimeUnit.SECONDS)).hasMessageContaining("UNAVAILABLE");
        assertThat(server.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aShutdownOfNoTimeIsImmediate() throws Exception {
        TtrpcServer server = start(UnaryOperator.identity());
        future(loopback.connect(listener), "wait");
        waiting.poll(10, TimeUnit.SECONDS);

        server.shutdown(Duration.ZERO);

        assertThat(cancelled.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(server.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThatThrownBy(() -> server.shutdown(null)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void handlersRunOnVirtualThreadsWhereTheJdkHasThem() {
        BlockingQueue<Boolean> virtual = new LinkedBlockingQueue<>();
        TtrpcChannel channel =
                loopback.connect(loopback.serve(TtrpcServer.Builder::virtualThreads, Echo.service((text, reply) -> {
                    virtual.add(isVirtual(Thread.currentThread()));
                    Echo.reply(reply, text);
                })));

        Echo.say(channel, "x");

        assertThat(virtual).containsExactly(Runtime.version().feature() >= 21);
    }

    private static boolean isVirtual(Thread thread) {
        try {
            return (boolean) Thread.class.getMethod("isVirtual").invoke(thread);
        } catch (NoSuchMethodException e) {
            return false;
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private TtrpcServer start(UnaryOperator<TtrpcServer.Builder> setUp) {
        return loopback.start(listener, setUp, service, Streams.service());
    }

    private static Future<StringValue> future(TtrpcChannel channel, String text) {
        return ClientCalls.futureUnaryCall(channel.newCall(Echo.METHOD, CallOptions.DEFAULT), StringValue.of(text));
    }
}
