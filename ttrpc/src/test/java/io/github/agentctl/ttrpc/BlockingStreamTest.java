// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Int32Value;
import com.google.protobuf.StringValue;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.StatusException;
import io.grpc.stub.AbstractBlockingStub;
import io.grpc.stub.BlockingClientCall;
import io.grpc.stub.ClientCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The newer blocking stubs of streams, where they wait. */
@Timeout(30)
class BlockingStreamTest {
    @RegisterExtension
    private final Loopback loopback = new Loopback();

    private final Loopback.Bare bare = loopback.bare();
    private final TtrpcChannel channel = bare.channel();
    private final RawPeer server = bare.server();
    private BlockingClientCall<StringValue, StringValue> call;

    @BeforeEach
    void open() {
        call = ClientCalls.blockingBidiStreamingCall(channel, Streams.ECHO, CallOptions.DEFAULT);
        server.receive();
    }

    @Test
    void anInterruptEndsTheWaitForAMessageAndTheStreamGoesOn() throws Exception {
        assertInterrupted(() -> call.read());

        server.send(RawPeer.data(1, 0, RawPeer.hex("0a0178")));
        assertThat(call.read()).isEqualTo(StringValue.of("x"));
    }

    @Test
    void anInterruptEndsTheWaitForRoomAndTheStreamGoesOn() throws Exception {
        StringValue large = StringValue.of("x".repeat(1 << 20));
        call.write(large);
        assertInterrupted(() -> call.write(large));

        assertThat(server.receive().data().length).isGreaterThan(1 << 20);
        assertThat(call.write(StringValue.of("next"), 10, TimeUnit.SECONDS)).isTrue();
        Frame.Whole next = server.receive();
        while (next.data().length > 100) {
            next = server.receive();
        }
        assertThat(next.data()).isEqualTo(StringValue.of("next").toByteArray());
    }

    @Test
    void losingTheConnectionEndsTheWaitForAMessage() throws Exception {
        CompletableFuture<Object> read = inBackground(() -> call.read()).result();

        server.close();

        assertFailsWith(read, "UNAVAILABLE");
    }

    @Test
    void losingTheConnectionEndsTheWaitForRoom() throws Exception {
        StringValue large = StringValue.of("x".repeat(1 << 20));
        call.write(large);
        CompletableFuture<Object> write = inBackground(() -> call.write(large)).result();

        server.close();

        // A write to a stream that has ended gives false or the stream's status.
        Object end = write.handle((done, failure) -> failure == null ? done : failure.getMessage())
                .get(10, TimeUnit.SECONDS);
        assertThat(String.valueOf(end)).matches("false|UNAVAILABLE.*");
    }

    @Test
    void cancellingEndsTheWaitForAMessage() throws Exception {
        CompletableFuture<Object> read = inBackground(() -> call.read()).result();

        call.cancel("enough", null);

        assertFailsWith(read, "CANCELLED");
    }

    @Test
    void theWaitForAMessageEndsAtItsOwnTimeLimitAndTheStreamGoesOn() throws Exception {
        assertThatThrownBy(() -> call.read(10, TimeUnit.MILLISECONDS))
                .isInstanceOf(java.util.concurrent.TimeoutException.class);

        server.send(RawPeer.data(1, 0, RawPeer.hex("0a0178")));
        assertThat(call.read()).isEqualTo(StringValue.of("x"));
    }

    /** A thread that waits there until it can send is woken by nothing else. */
    @Test
    void whatAStreamInBothDirectionsBringsRunsOnTheExecutorThatItsThreadsWaitAt() throws Exception {
        List<Thread> heardOn = new ArrayList<>();
        BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
        ClientCall<StringValue, StringValue> both = channel.newCall(
                Streams.ECHO,
                Blocking.newStub(Blocking::new, channel).getCallOptions().withExecutor(tasks::add));
        both.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onMessage(StringValue message) {
                        heardOn.add(Thread.currentThread());
                    }
                },
                new Metadata());
        server.receive();
        server.send(RawPeer.data(3, 0, RawPeer.hex("0a0178")));
        tasks.remove().run();
        // The reader has seen the message when it has seen what came behind it.
        Future<StringValue> behind = Calls.future(channel, "x");
        server.receive();
        server.send(RawPeer.frame(5, Frame.RESPONSE));
        behind.get(10, TimeUnit.SECONDS);

        both.request(1);

        assertThat(heardOn).isEmpty();
        tasks.remove().run();
        assertThat(heardOn).hasSize(1);
    }

    @Test
    void anInterruptedIteratorOfRepliesCancelsItsStream() throws Exception {
        var replies =
                ClientCalls.blockingServerStreamingCall(channel, Streams.COUNT, CallOptions.DEFAULT, Int32Value.of(1));
        server.receive();
        Background waiting = inBackground(replies::hasNext);

        waiting.thread().interrupt();

        assertFailsWith(waiting.result(), "CANCELLED");
    }

    /** A stub as generated ones are, for its options. */
    private static final class Blocking extends AbstractBlockingStub<Blocking> {
        Blocking(Channel channel, CallOptions options) {
            super(channel, options);
        }

        @Override
        protected Blocking build(Channel channel, CallOptions options) {
            return new Blocking(channel, options);
        }
    }

    private record Background(Thread thread, CompletableFuture<Object> result) {}

    private static Background inBackground(Callable<Object> work) {
        CompletableFuture<Object> result = new CompletableFuture<>();
        Thread thread = Threads.daemon("caller", () -> {
            try {
                result.complete(work.call());
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        thread.start();
        while (thread.getState() != Thread.State.WAITING && thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        return new Background(thread, result);
    }

    private static void assertInterrupted(Callable<Object> work) {
        Background waiting = inBackground(work);
        waiting.thread().interrupt();
        assertThatThrownBy(() -> waiting.result().get(10, TimeUnit.SECONDS))
                .hasCauseInstanceOf(InterruptedException.class);
    }

    private static void assertFailsWith(CompletableFuture<Object> result, String status) {
        assertThatThrownBy(() -> result.get(10, TimeUnit.SECONDS))
                .satisfies(e -> assertThat(e.getCause())
                        .isInstanceOfAny(StatusException.class, io.grpc.StatusRuntimeException.class)
                        .hasMessageStartingWith(status));
    }
}
