// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.StringValue;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.Context;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How unary calls end before their reply: once, and the connection lives. */
@Timeout(60)
class UnaryCallEndTest {
    @RegisterExtension
    private final Loopback loopback = new Loopback();

    @Test
    void deadlineReachesTheHandlerAndEndsBlockingAndAsyncCalls() throws Exception {
        BlockingQueue<Context> handlers = new ArrayBlockingQueue<>(2);
        CountDownLatch cancelled = new CountDownLatch(2);
        Channel channel = loopback.connect(Echo.service((text, reply) -> {
            Context.current().addListener(context -> cancelled.countDown(), Runnable::run);
            handlers.add(Context.current());
        }));
        CallOptions soon = CallOptions.DEFAULT.withDeadlineAfter(1, TimeUnit.SECONDS);

        Calls.assertStatus(Status.Code.DEADLINE_EXCEEDED, () -> Echo.say(channel, soon, "x"));
        assertThat(handlers.take().getDeadline()).isNotNull();
        CallOptions later = CallOptions.DEFAULT.withDeadlineAfter(1, TimeUnit.SECONDS);
        assertThatThrownBy(() -> ClientCalls.futureUnaryCall(channel.newCall(Echo.METHOD, later), StringValue.of("x"))
                        .get(10, TimeUnit.SECONDS))
                .hasMessageContaining("DEADLINE_EXCEEDED");
        assertThat(cancelled.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aDeadlineThatHasPassedSendsNothing() {
        CountDownLatch handled = new CountDownLatch(1);
        Channel channel = loopback.connect(Echo.service((text, reply) -> handled.countDown()));
        CallOptions passed = CallOptions.DEFAULT.withDeadlineAfter(-1, TimeUnit.SECONDS);

        Calls.assertStatus(Status.Code.DEADLINE_EXCEEDED, () -> Echo.say(channel, passed, "x"));
        assertThat(handled.getCount()).isOne();
    }

    @Test
    void theContextsDeadlineCountsToo() throws Exception {
        Channel channel = loopback.connect(Echo.service((text, reply) -> {}));

        Context.current()
                .withDeadlineAfter(200, TimeUnit.MILLISECONDS, Threads.timer())
                .run(() -> Calls.assertStatus(Status.Code.DEADLINE_EXCEEDED, () -> Echo.say(channel, "x")));
    }

    @Test
    void cancellingTheContextEndsABlockingCall() throws Exception {
        CountDownLatch handled = new CountDownLatch(1);
        Channel channel = loopback.connect(Echo.service((text, reply) -> handled.countDown()));
        Context.CancellableContext context = Context.current().withCancellation();
        CompletableFuture<Status.Code> code = new CompletableFuture<>();
        Threads.daemon("caller", () -> context.run(() -> code.complete(Calls.codeOf(() -> Echo.say(channel, "x")))))
                .start();
        assertThat(handled.await(10, TimeUnit.SECONDS)).isTrue();

        context.cancel(null);

        assertThat(code.get(10, TimeUnit.SECONDS)).isEqualTo(Status.Code.CANCELLED);
    }

    @Test
    void cancellingAFutureEndsItAndTheConnectionLives() throws Exception {
        Channel channel = loopback.connect(Echo.service((text, reply) -> {
            if (!text.equals("never")) {
                Echo.reply(reply, text);
            }
        }));
        Future<StringValue> never = Calls.future(channel, "never");

        assertThat(never.cancel(true)).isTrue();

        assertThat(Echo.say(channel, "next")).isEqualTo("next");
    }

    @Test
    void anInterruptCancelsTheCallKeepsTheFlagAndTheConnection() throws Exception {
        CountDownLatch handled = new CountDownLatch(1);
        Channel channel = loopback.connect(Echo.service((text, reply) -> {
            if (text.equals("never")) {
                handled.countDown();
            } else {
                Echo.reply(reply, text);
            }
        }));
        CompletableFuture<String> end = new CompletableFuture<>();
        Thread caller = Threads.daemon("caller", () -> {
            Status.Code code = Calls.codeOf(() -> Echo.say(channel, "never"));
            end.complete(code + " " + Thread.currentThread().isInterrupted());
        });
        caller.start();
        assertThat(handled.await(10, TimeUnit.SECONDS)).isTrue();

        caller.interrupt();

        assertThat(end.get(10, TimeUnit.SECONDS)).isEqualTo("CANCELLED true");
        assertThat(Echo.say(channel, "next")).isEqualTo("next");
    }

    @Test
    void shuttingDownLetsOpenCallsEndAndRefusesNewOnes() throws Exception {
        BlockingQueue<StreamObserver<StringValue>> waiting = new ArrayBlockingQueue<>(1);
        TtrpcChannel channel = loopback.connect(Echo.service((text, reply) -> waiting.add(reply)));
        Future<StringValue> running = Calls.future(channel, "x");
        StreamObserver<StringValue> reply = waiting.take();

        channel.shutdown();

        Calls.assertStatus(Status.Code.UNAVAILABLE, () -> Echo.say(channel, "y"));
        assertThat(channel.isTerminated()).isFalse();
        Echo.reply(reply, "done");
        assertThat(running.get(10, TimeUnit.SECONDS).getValue()).isEqualTo("done");
        assertThat(channel.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void shuttingDownNowEndsBlockingAndAsyncCalls() throws Exception {
        CountDownLatch handled = new CountDownLatch(2);
        TtrpcChannel channel = loopback.connect(Echo.service((text, reply) -> handled.countDown()));
        CompletableFuture<Status.Code> code = new CompletableFuture<>();
        Threads.daemon("caller", () -> code.complete(Calls.codeOf(() -> Echo.say(channel, "x"))))
                .start();
        Future<StringValue> future = Calls.future(channel, "y");
        assertThat(handled.await(10, TimeUnit.SECONDS)).isTrue();

        channel.shutdownNow();

        assertThat(code.get(10, TimeUnit.SECONDS)).isEqualTo(Status.Code.UNAVAILABLE);
        assertThatThrownBy(() -> future.get(10, TimeUnit.SECONDS)).hasMessageContaining("UNAVAILABLE");
        assertThat(channel.isTerminated()).isTrue();
    }

    /** Who hears that a connection is lost makes another, and calls again. */
    @Test
    void aMessageThatIsNotAsLongAsItsMarshallerSaysIsNoLossOfTheConnection() {
        TtrpcChannel channel = loopback.connect(Echo.parrot());
        MethodDescriptor<byte[], StringValue> method = MethodDescriptor.<byte[], StringValue>newBuilder()
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName(Echo.METHOD.getFullMethodName())
                .setRequestMarshaller(new Short())
                .setResponseMarshaller(Echo.METHOD.getResponseMarshaller())
                .build();

        Calls.assertStatus(
                Status.Code.INTERNAL,
                () -> ClientCalls.blockingUnaryCall(channel, method, CallOptions.DEFAULT, new byte[3]));

        assertThat(Echo.say(channel, "next")).isEqualTo("next");
    }

    private static final class Short implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new Announced(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            throw new AssertionError("it is only sent");
        }
    }

    private static final class Announced extends ByteArrayInputStream implements KnownLength {
        Announced(byte[] value) {
            super(value);
        }

        @Override
        public synchronized int available() {
            return super.available() + 1;
        }
    }
}
