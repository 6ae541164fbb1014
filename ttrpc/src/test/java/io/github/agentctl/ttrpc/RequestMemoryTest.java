// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.StringValue;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.transport.spi.InProcessListener;
import io.grpc.CallOptions;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a call takes of its server's memory is given back once, and not before its handler is done with it. */
@Timeout(30)
class RequestMemoryTest {
    private final InProcessListener listener = new InProcessListener(new Endpoint.Other("sim", ""));
    private final TtrpcServer.Builder builder = TtrpcServer.builder(listener);
    private TtrpcServer server;
    private TtrpcChannel channel;

    private void serve(ServerServiceDefinition service) throws Exception {
        server = builder.addService(service).build().start();
        channel = new TtrpcChannel(listener.connect());
    }

    @AfterEach
    void end() {
        channel.shutdownNow();
        server.shutdownNow();
    }

    @Test
    void aHandlerThatOutlivesItsDeadlineKeepsIt() throws Exception {
        CountDownLatch cancelled = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        serve(Echo.service((text, reply) -> {
            Context.current().addListener(context -> cancelled.countDown(), Runnable::run);
            awaitQuietly(end);
        }));
        CallOptions soon = CallOptions.DEFAULT.withDeadlineAfter(200, TimeUnit.MILLISECONDS);

        assertEnds(soon, "x".repeat(100_000), Status.Code.DEADLINE_EXCEEDED);
        assertThat(cancelled.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(server.memory().requests().taken()).isGreaterThan(200_000);

        end.countDown();
        awaitFree();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aReplyThatCannotBeWrittenGivesItBackAndIsToldOf(boolean tooShort) throws Exception {
        serve(ServerServiceDefinition.builder("test.Echo")
                .addMethod(
                        Echo.METHOD.toBuilder(Echo.METHOD.getRequestMarshaller(), new Broken(tooShort))
                                .build(),
                        ServerCalls.asyncUnaryCall((request, reply) -> Echo.reply(reply, request.getValue())))
                .build());

        assertEnds(CallOptions.DEFAULT, "x".repeat(100_000), Status.Code.INTERNAL);

        awaitFree();
    }

    /** Its thread takes what was put in behind it along when it fails. */
    @Test
    void aCallThatEndsWhileNoThreadIsFoundForItGivesItBack() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        builder.executor(task -> {
            awaitQuietly(over);
            throw new RejectedExecutionException("no thread");
        });
        serve(Echo.parrot());
        CallOptions soon = CallOptions.DEFAULT.withDeadlineAfter(200, TimeUnit.MILLISECONDS);

        assertEnds(soon, "x".repeat(100_000), Status.Code.DEADLINE_EXCEEDED);
        // On the timer behind the server's own look at the deadline, which is earlier than this.
        Threads.timer().schedule(over::countDown, 100, TimeUnit.MILLISECONDS);

        assertThat(over.await(20, TimeUnit.SECONDS)).isTrue();
        awaitFree();
    }

    @Test
    void theRequestOfAStreamTakesItTooUntilTheStreamHasEnded() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        MethodDescriptor<StringValue, StringValue> method = Echo.METHOD.toBuilder()
                .setType(MethodDescriptor.MethodType.SERVER_STREAMING)
                .build();
        CountDownLatch running = new CountDownLatch(1);
        serve(ServerServiceDefinition.builder("test.Echo")
                .addMethod(method, ServerCalls.asyncServerStreamingCall((request, replies) -> {
                    running.countDown();
                    awaitQuietly(end);
                    replies.onCompleted();
                }))
                .build());
        Events<StringValue> replies = new Events<>();
        ClientCalls.asyncServerStreamingCall(
                channel.newCall(method, CallOptions.DEFAULT), StringValue.of("x".repeat(100_000)), replies);

        assertThat(running.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(server.memory().requests().taken()).isGreaterThan(200_000);

        end.countDown();
        replies.end(Status.Code.OK);
        awaitFree();
    }

    @Test
    void whoHoldsAllOfItKeepsNobodyFromSmallCalls() throws Exception {
        serve(Echo.parrot());
        long all = Runtime.getRuntime().maxMemory();
        server.memory().requests().take(all);

        assertThat(Echo.say(channel, "small")).isEqualTo("small");
        assertEnds(CallOptions.DEFAULT, "x".repeat(100_000), Status.Code.RESOURCE_EXHAUSTED);

        server.memory().requests().release(all);
        awaitFree();
    }

    private void assertEnds(CallOptions options, String text, Status.Code code) {
        assertThatThrownBy(() -> Echo.say(channel, options, text))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        failure -> assertThat(failure.getStatus().getCode()).isEqualTo(code));
    }

    private void awaitFree() {
        Deadline limit = Deadline.after(10, TimeUnit.SECONDS);
        while (server.memory().taken() != 0 && !limit.isExpired()) {
            Thread.onSpinWait();
        }
        assertThat(server.memory().taken()).isZero();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        boolean over = false;
        while (!over) {
            try {
                latch.await();
                over = true;
            } catch (InterruptedException e) {
                // A handler that does not listen.
            }
        }
    }

    /** Knows how long a message is, and fails, or has less, when it is to be written. */
    private record Broken(boolean tooShort) implements Marshaller<StringValue> {
        @Override
        public InputStream stream(StringValue value) {
            return new Unreadable(tooShort);
        }

        @Override
        public StringValue parse(InputStream stream) {
            throw new AssertionError("it is only sent");
        }
    }

    private static final class Unreadable extends InputStream implements KnownLength {
        private final boolean tooShort;

        Unreadable(boolean tooShort) {
            this.tooShort = tooShort;
        }

        @Override
        public int available() {
            return 3;
        }

        @Override
        public int read() {
            if (tooShort) {
                return -1;
            }
            throw new IllegalStateException("of the marshaller");
        }
    }
}
