// SPDX-License-Identifier: Apache-2.0
package example.greeter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Listener;
import io.github.agentctl.ttrpc.FrameTrace;
import io.github.agentctl.ttrpc.TtrpcChannel;
import io.github.agentctl.ttrpc.TtrpcServer;
import io.grpc.ServerInterceptors;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the greeter does, whatever lies between client and server. */
@Timeout(30)
abstract class GreeterPromises {
    private final Queue<String> frames = new ConcurrentLinkedQueue<>();
    private TtrpcServer server;
    private TtrpcChannel channel;
    private GreeterCalls calls;

    abstract Listener listen();

    abstract Connection connect();

    @BeforeEach
    void start() {
        server = TtrpcServer.builder(listen())
                .addService(ServerInterceptors.intercept(new GreeterService(), new Town()))
                .virtualThreads()
                .maxConnections(16)
                .maxCallsPerConnection(64)
                .build()
                .start();
        FrameTrace trace = (direction, stream, type, flags, length, data) ->
                frames.add(direction + " stream " + Integer.toUnsignedString(stream) + " type " + type);
        channel = TtrpcChannel.builder(connect()).trace(trace).build();
        calls = new GreeterCalls(channel);
    }

    @AfterEach
    void end() throws InterruptedException {
        channel.shutdown();
        server.shutdown(Duration.ofSeconds(5));
        assertThat(server.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThat(channel.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void greetsOne() {
        assertThat(calls.greetSoon("Ada")).isEqualTo("Hello, Ada");
        assertThat(frames).containsExactly("SENT stream 1 type 1", "RECEIVED stream 1 type 2");
    }

    @Test
    void greetsAll() throws Exception {
        assertThat(calls.greetAll(List.of("Ada", "Grace"))).isEqualTo("Hello, Ada and Grace");
    }

    @Test
    void greetsAsManyAsAreSent() throws Exception {
        String text = calls.greetAll(IntStream.range(0, 20_000)
                        .mapToObj(i -> GreeterCalls.named("n" + i))
                        .iterator())
                .get(20, TimeUnit.SECONDS);
        assertThat(text).startsWith("Hello, n0 and n1 and ").endsWith(" and n19999");
    }

    @Test
    void greetsOften() {
        assertThat(calls.greetOften(wish("Ada", 3)))
                .containsExactly("Hello, Ada, the 1. time", "Hello, Ada, the 2. time", "Hello, Ada, the 3. time");
        assertThat(calls.greetOften(wish("Ada", 20_000))).hasSize(20_000);
        assertThat(calls.greetOften(wish("Ada", 0))).isEmpty();
    }

    @Test
    void greetsInTurn() throws Exception {
        assertThat(calls.chat(List.of("Ada", "Grace"))).containsExactly("Hello, Ada", "Hello, Grace");
    }

    @Test
    void greetsInTurnWithoutAThreadThatWaits() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        calls.chat(List.of("Ada", "Grace"), new StreamObserver<>() {
            @Override
            public void onNext(Greeting greeting) {
                heard.add(greeting.getText());
            }

            @Override
            public void onError(Throwable failure) {
                heard.add(failure.toString());
            }

            @Override
            public void onCompleted() {
                heard.add("end");
            }
        });
        assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("Hello, Ada");
        assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("Hello, Grace");
        assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("end");
    }

    @Test
    void stopsListeningWhenItWantsNoMore() throws Exception {
        assertThat(calls.greetUntilHeard(wish("Ada", 1000))).isEqualTo("Hello, Ada, the 1. time");
        assertThat(calls.greetSoon("Grace")).isEqualTo("Hello, Grace");
    }

    @Test
    void carriesMetadata() {
        assertThat(calls.greetFrom("London", "Ada")).isEqualTo("Hello, Ada of London");
    }

    @Test
    void tellsWhatIsWrongWithDetails() {
        assertThatThrownBy(() -> calls.greetSoon("")).isInstanceOfSatisfying(StatusRuntimeException.class, failure -> {
            assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
            com.google.rpc.Status status = StatusProto.fromThrowable(failure);
            assertThat(status.getMessage()).isEqualTo("whom shall I greet?");
            assertThat(status.getDetailsList()).hasSize(1).allMatch(detail -> detail.is(Name.class));
        });
    }

    private static Wish wish(String name, int times) {
        return Wish.newBuilder().setName(name).setTimes(times).build();
    }
}
