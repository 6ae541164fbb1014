// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.StringValue;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.transport.spi.InProcessListener;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the Go library promises of its server, by its own tests. */
@Timeout(30)
class UpstreamServerPromisesTest {
    @RegisterExtension
    private final Loopback loopback = new Loopback();

    private final InProcessListener listener = new InProcessListener(new Endpoint.Other("sim", ""));
    private final BlockingQueue<StreamObserver<StringValue>> blocked = new LinkedBlockingQueue<>();

    @Test
    @DisplayName("Go: TestServer")
    void concurrentCallsEachGetTheirOwnTextTwice() throws Exception {
        Channel channel = loopback.connect(Echo.service((text, reply) -> Echo.reply(reply, text + text)));
        List<Future<StringValue>> replies = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            replies.add(future(channel, "bar" + i));
        }
        for (int i = 0; i < 100; i++) {
            assertThat(replies.get(i).get(10, TimeUnit.SECONDS).getValue()).isEqualTo("bar" + i + "bar" + i);
        }
    }

    @Test
    @DisplayName("Go: TestServerUnimplemented")
    void anUnknownServiceIsUnimplementedAndTheServerEndsAfterShutdown() throws Exception {
        TtrpcServer server = start();
        TtrpcChannel channel = loopback.connect(listener);

        assertThatThrownBy(() -> Echo.say(channel, "x"))
                .isInstanceOf(StatusRuntimeException.class)
                .hasMessageStartingWith("UNIMPLEMENTED");
        server.shutdown();
        assertThat(server.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    @DisplayName("Go: TestServerListenerClosed")
    void aListenerClosedUnderTheServerEndsIt() throws Exception {
        TtrpcServer server = start();

        listener.close();

        assertThat(server.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThat(server.isShutdown()).isTrue();
    }

    @Test
    @DisplayName("Go: TestServerClose")
    void closingEndsTheServerAtOnce() throws Exception {
        TtrpcServer server = start();

        server.shutdownNow();

        assertThat(server.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThat(listener.isOpen()).isFalse();
    }

    @Test
    @DisplayName("Go: TestImmediateServerShutdown")
    void aServerShutDownBeforeItAcceptsEndsAndCannotBeStarted() throws Exception {
        TtrpcServer server = start();
        server.shutdown();
        assertThat(server.awaitTermination(10, TimeUnit.SECONDS)).isTrue();

        InProcessListener other = new InProcessListener(new Endpoint.Other("sim", ""));
        TtrpcServer unstarted = TtrpcServer.builder(other).build();
        unstarted.shutdown();
        assertThat(unstarted.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThat(other.isOpen()).isFalse();
        unstarted.start();
        assertThat(unstarted.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThatThrownBy(other::connect).hasMessageContaining("nobody listens");
    }

    @Test
    @DisplayName("Go: TestServerShutdown")
    void shutdownWaitsForBlockedCallsWhichFinish() throws Exception {
        TtrpcServer server = start(blocking());
        List<Future<StringValue>> calls = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            calls.add(future(loopback.connect(listener), "x" + i));
        }
        List<StreamObserver<StringValue>> replies = take(5);

        server.shutdown();
        assertThat(server.isTerminated()).isFalse();
        replies.forEach(reply -> Echo.reply(reply, "done"));

        for (Future<StringValue> call : calls) {
            assertThat(call.get(10, TimeUnit.SECONDS).getValue()).isEqualTo("done");
        }
        assertThat(server.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    @DisplayName("Go: TestServerShutdown (its time is over)")
    void shutdownEndsTheCallsThatAreBlockedBeyondItsTime() throws Exception {
        TtrpcServer server = start(blocking());
        Future<StringValue> call = future(loopback.connect(listener), "x");
        take(1);

        server.shutdown(Duration.ofMillis(10));

        assertThat(codeOf(call)).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(server.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    @DisplayName("Go: TestOversizeCall")
    void anOversizedRequestIsResourceExhausted() {
        Channel channel = loopback.connect(Echo.parrot());

        assertThatThrownBy(() -> Echo.say(channel, "a".repeat(1 + Frame.MAX_DATA)))
                .isInstanceOf(StatusRuntimeException.class)
                .hasMessageStartingWith("RESOURCE_EXHAUSTED");
    }

    @Test
    @DisplayName("Go: TestClientEOF")
    void callsFailAfterTheServerHasClosed() throws Exception {
        TtrpcServer server = start(Echo.parrot());
        TtrpcChannel channel = loopback.connect(listener);
        assertThat(Echo.say(channel, "x")).isEqualTo("x");

        server.shutdownNow();
        assertThat(server.awaitTermination(10, TimeUnit.SECONDS)).isTrue();

        assertThatThrownBy(() -> Echo.say(channel, "y"))
                .isInstanceOf(StatusRuntimeException.class)
                .hasMessageStartingWith("UNAVAILABLE");
    }

    @Test
    @DisplayName("Go: TestServerRequestTimeout")
    void theDeadlineArrivesAtTheHandlerToTheNanosecondOfWhatTheRequestSays() throws Exception {
        BlockingQueue<Deadline> deadlines = new LinkedBlockingQueue<>();
        start(Echo.service((text, reply) -> {
            deadlines.add(Context.current().getDeadline());
            Echo.reply(reply, text);
        }));
        RawPeer client = loopback.raw(listener);
        long nanos = TimeUnit.HOURS.toNanos(1) + 1;
        Deadline before = Deadline.after(nanos, TimeUnit.NANOSECONDS);
        client.send(Wire.request(1, 0, Wire.target("test.Echo", "Say"), Payload.EMPTY, nanos, List.of()));
        Deadline seen = deadlines.poll(10, TimeUnit.SECONDS);
        Deadline after = Deadline.after(nanos, TimeUnit.NANOSECONDS);

        assertThat(seen).isBetween(before, after);
    }

    @Test
    @DisplayName("Go: TestServerConnectionsLeak, TestServerEOF")
    void theServerLetsAConnectionGoWhenItsClientCloses() throws Exception {
        TtrpcServer server = start(UnaryOperator.identity(), blocking());
        RawPeer[] clients = {loopback.raw(listener), loopback.raw(listener)};
        for (RawPeer client : clients) {
            client.send(Wire.request(1, 0, Wire.target("test.Echo", "Say"), Payload.EMPTY, 0, List.of()));
        }
        take(2);

        for (RawPeer client : clients) {
            client.close();
        }

        // A server that is shut down ends when it holds no connection any more.
        server.shutdown();
        assertThat(server.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    private TtrpcServer start(ServerServiceDefinition... services) {
        return start(UnaryOperator.identity(), services);
    }

    private TtrpcServer start(UnaryOperator<TtrpcServer.Builder> setUp, ServerServiceDefinition... services) {
        return loopback.start(listener, setUp, services);
    }

    private ServerServiceDefinition blocking() {
        return Echo.service((text, reply) -> blocked.add(reply));
    }

    private List<StreamObserver<StringValue>> take(int count) throws InterruptedException {
        List<StreamObserver<StringValue>> taken = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            StreamObserver<StringValue> one = blocked.poll(10, TimeUnit.SECONDS);
            assertThat(one).as("call %d", i).isNotNull();
            taken.add(one);
        }
        return taken;
    }

    private static Future<StringValue> future(Channel channel, String text) {
        return ClientCalls.futureUnaryCall(channel.newCall(Echo.METHOD, CallOptions.DEFAULT), StringValue.of(text));
    }

    private static Status.Code codeOf(Future<?> call) throws Exception {
        try {
            call.get(10, TimeUnit.SECONDS);
            return Status.Code.OK;
        } catch (ExecutionException e) {
            return Status.fromThrowable(e.getCause()).getCode();
        }
    }
}
