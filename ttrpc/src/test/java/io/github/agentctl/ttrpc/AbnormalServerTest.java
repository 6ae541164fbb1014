// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.StringValue;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.transport.spi.Pipes;
import io.grpc.CallOptions;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The client before a server that does what it should not. */
@Timeout(30)
class AbnormalServerTest {
    private static final byte[] HELLO = RawPeer.hex("0a0012070a0568656c6c6f");

    private final Pipes pipes = Pipes.open(new Endpoint.Other("sim", ""));
    private final TtrpcChannel channel = new TtrpcChannel(pipes.client());
    private final RawPeer server = RawPeer.at(pipes.server());

    @AfterEach
    void close() {
        channel.shutdownNow();
        server.close();
    }

    @Test
    void dropsRepliesOnStreamsThatAreNotOpen() {
        CompletableFuture<String> reply = say();
        int id = server.receive().streamId();

        server.send(RawPeer.frame(id + 2, Frame.RESPONSE, HELLO));
        server.send(RawPeer.frame(2, Frame.RESPONSE, HELLO));
        server.send(RawPeer.frame(0, Frame.DATA));
        server.send(RawPeer.frame(id, Frame.RESPONSE, HELLO));

        assertThat(reply).succeedsWithin(10, TimeUnit.SECONDS).isEqualTo("hello");
    }

    @ParameterizedTest
    @ValueSource(ints = {Frame.REQUEST, Frame.DATA, 0, 99})
    void aFrameOfAnotherTypeFailsItsCallOnly(int type) {
        CompletableFuture<String> reply = say();
        server.send(RawPeer.frame(server.receive().streamId(), type, HELLO));

        assertFails(reply, Status.Code.INTERNAL);
        assertServed();
    }

    @Test
    void anOversizedReplyFailsItsCallOnly() {
        CompletableFuture<String> reply = say();
        server.send(RawPeer.frame(server.receive().streamId(), Frame.RESPONSE, new byte[Frame.MAX_DATA + 1]));

        assertFails(reply, Status.Code.RESOURCE_EXHAUSTED);
        assertServed();
    }

    @ParameterizedTest
    @CsvSource({"ff, ff", "0a05, 0a05", "0a0012020a05, 0a0012020a05", "0a00120100, 0a00120100"})
    void bytesThatAreNoReplyFailTheirCallOnlyAndAreShown(String hex, String shown) {
        CompletableFuture<String> reply = say();
        server.send(RawPeer.frame(server.receive().streamId(), Frame.RESPONSE, RawPeer.hex(hex)));

        assertThat(assertFails(reply, Status.Code.INTERNAL)).contains(shown);
        assertServed();
    }

    @Test
    void aResponseOfNothingIsAnEmptyReply() {
        CompletableFuture<String> reply = say();
        server.send(RawPeer.frame(server.receive().streamId(), Frame.RESPONSE));

        assertThat(reply).succeedsWithin(10, TimeUnit.SECONDS).isEqualTo("");
    }

    @Test
    void ignoresTheFlagsOfAResponse() {
        CompletableFuture<String> reply = say();
        server.send(RawPeer.frame(HELLO.length, server.receive().streamId(), Frame.RESPONSE, 0xff, HELLO));

        assertThat(reply).succeedsWithin(10, TimeUnit.SECONDS).isEqualTo("hello");
    }

    @Test
    void aSecondReplyIsDropped() {
        CompletableFuture<String> reply = say();
        int id = server.receive().streamId();
        server.send(RawPeer.frame(id, Frame.RESPONSE, HELLO));
        server.send(RawPeer.frame(id, Frame.RESPONSE, HELLO));

        assertThat(reply).succeedsWithin(10, TimeUnit.SECONDS).isEqualTo("hello");
        assertServed();
    }

    @Test
    void aCloseInMidCallFailsEveryCallAndLaterOnesAtOnce() {
        CompletableFuture<String> blocking = say();
        server.receive();
        Future<StringValue> future =
                ClientCalls.futureUnaryCall(channel.newCall(Echo.METHOD, CallOptions.DEFAULT), StringValue.of("x"));
        server.receive();

        server.close();

        assertThat(assertFails(blocking, Status.Code.UNAVAILABLE)).contains("the peer closed the connection");
        assertThatThrownBy(() -> future.get(10, TimeUnit.SECONDS)).hasMessageContaining("UNAVAILABLE");
        assertFails(say(), Status.Code.UNAVAILABLE);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 9, 10, 12, 20})
    void aFrameCutShortFailsTheCall(int bytes) {
        CompletableFuture<String> reply = say();
        byte[] frame = RawPeer.frame(server.receive().streamId(), Frame.RESPONSE, HELLO);
        server.send(java.util.Arrays.copyOf(frame, bytes));
        server.close();

        assertThat(assertFails(reply, Status.Code.UNAVAILABLE)).contains("in the middle of a frame");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 9, 10, 15, 20})
    void silenceAtAnyByteOfAReplyEndsAtTheDeadline(int bytes) {
        CompletableFuture<String> reply = say(soon());
        byte[] frame = RawPeer.frame(server.receive().streamId(), Frame.RESPONSE, HELLO);
        server.send(java.util.Arrays.copyOf(frame, bytes));

        assertFails(reply, Status.Code.DEADLINE_EXCEEDED);
        server.send(java.util.Arrays.copyOfRange(frame, bytes, frame.length));
        assertServed();
    }

    @Test
    void endlessFramesForNobodyDoNotOutlastTheDeadline() {
        CompletableFuture<String> reply = say(soon());
        server.receive();
        byte[] flood = RawPeer.frame(77, Frame.RESPONSE, HELLO);
        Thread flooder = Threads.daemon("flooder", () -> {
            while (!channel.isShutdown()) {
                server.send(flood);
            }
        });
        flooder.setUncaughtExceptionHandler((thread, end) -> {}); // The connection is closed under it.
        flooder.start();

        assertFails(reply, Status.Code.DEADLINE_EXCEEDED);
    }

    @Test
    void aDeadlineEndsACallWhoseRequestThePeerDoesNotReadAndTheRestGoesOutLater() {
        CompletableFuture<String> stuck = say(soon(), "x".repeat(1 << 20));
        awaitFirstBytes();
        assertFails(stuck, Status.Code.DEADLINE_EXCEEDED);

        CompletableFuture<String> next = say();
        Frame.Whole first = server.receive();
        Frame.Whole second = server.receive();
        assertThat(first.data().length).isGreaterThan(1 << 20);
        assertThat(second.streamId()).isEqualTo(first.streamId() + 2);
        server.send(RawPeer.frame(second.streamId(), Frame.RESPONSE, HELLO));
        assertThat(next).succeedsWithin(10, TimeUnit.SECONDS).isEqualTo("hello");
    }

    @Test
    void aRequestOfWhichNothingWentOutIsTakenBackAtTheDeadline() {
        CompletableFuture<String> first = say(CallOptions.DEFAULT, "x".repeat(1 << 20));
        awaitFirstBytes();
        assertFails(say(soon(), "never sent"), Status.Code.DEADLINE_EXCEEDED);

        CompletableFuture<String> third = say(CallOptions.DEFAULT, "third");
        Frame.Whole firstRequest = server.receive();
        Frame.Whole thirdRequest = server.receive();
        assertThat(new String(thirdRequest.data(), StandardCharsets.UTF_8)).contains("third");
        server.send(RawPeer.frame(firstRequest.streamId(), Frame.RESPONSE, HELLO));
        server.send(RawPeer.frame(thirdRequest.streamId(), Frame.RESPONSE, HELLO));
        assertThat(first).succeedsWithin(10, TimeUnit.SECONDS);
        assertThat(third).succeedsWithin(10, TimeUnit.SECONDS);
    }

    @Test
    void aPeerOfAnotherProtocolFailsEveryCallAtOnceAndIsShown() {
        CompletableFuture<String> reply = say();
        server.receive();
        server.send("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

        assertThat(assertFails(reply, Status.Code.INTERNAL)).contains("does not seem to speak ttrpc", "485454502f31");
        assertFails(say(), Status.Code.INTERNAL);
    }

    @Test
    void cancellingTheContextEndsACallThatWaitsForRoom() throws Exception {
        fillTheWay();
        Context.CancellableContext context = Context.current().withCancellation();
        CompletableFuture<String> blocked = new CompletableFuture<>();
        Thread caller = caller(blocked, () -> context.call(() -> Echo.say(channel, "x")));
        awaitWaiting(caller);

        context.cancel(null);

        assertFails(blocked, Status.Code.CANCELLED);
    }

    @Test
    void losingTheConnectionEndsACallThatWaitsForRoom() {
        fillTheWay();
        CompletableFuture<String> blocked = new CompletableFuture<>();
        Thread caller = caller(blocked, () -> Echo.say(channel, "x"));
        awaitWaiting(caller);

        channel.shutdownNow();

        assertFails(blocked, Status.Code.UNAVAILABLE);
    }

    @Test
    void asyncCallsFailWhenFarTooMuchWaitsForAPeerThatTakesNothing() throws Exception {
        Future<StringValue> first = future("x".repeat(4_000_000));
        for (int i = 1; i < 20; i++) {
            future("x".repeat(4_000_000));
        }
        Future<StringValue> refused;
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        do {
            refused = future("small");
            TimeUnit.MILLISECONDS.sleep(20);
        } while (!refused.isDone() && System.nanoTime() < end);

        assertThatThrownBy(refused::get)
                .hasMessageContaining("RESOURCE_EXHAUSTED")
                .hasMessageContaining("the peer does not read");
        assertThat(first.isDone()).isFalse();
    }

    /** More than blocking callers may add to, and nobody reads. */
    private void fillTheWay() {
        for (int i = 0; i < 4; i++) {
            future("x".repeat(4_000_000));
        }
    }

    private Future<StringValue> future(String text) {
        return ClientCalls.futureUnaryCall(channel.newCall(Echo.METHOD, CallOptions.DEFAULT), StringValue.of(text));
    }

    private static void awaitWaiting(Thread caller) {
        Deadline limit = Deadline.after(10, TimeUnit.SECONDS);
        while (caller.getState() != Thread.State.WAITING && !limit.isExpired()) {
            Thread.onSpinWait();
        }
        assertThat(caller.getState()).isEqualTo(Thread.State.WAITING);
    }

    private void awaitFirstBytes() {
        try {
            Deadline limit = Deadline.after(10, TimeUnit.SECONDS);
            boolean readable = false;
            while (!readable && !limit.isExpired()) {
                readable = server.connection().awaitReadable(limit);
            }
            assertThat(readable).isTrue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CallOptions soon() {
        return CallOptions.DEFAULT.withDeadlineAfter(1, TimeUnit.SECONDS);
    }

    private void assertServed() {
        CompletableFuture<String> reply = say();
        Frame.Whole request = server.receive();
        server.send(RawPeer.frame(request.streamId(), Frame.RESPONSE, HELLO));
        assertThat(reply).succeedsWithin(10, TimeUnit.SECONDS).isEqualTo("hello");
    }

    private CompletableFuture<String> say() {
        return say(CallOptions.DEFAULT);
    }

    private CompletableFuture<String> say(CallOptions options) {
        return say(options, "x");
    }

    private CompletableFuture<String> say(CallOptions options, String text) {
        CompletableFuture<String> result = new CompletableFuture<>();
        caller(result, () -> Echo.say(channel, options, text));
        return result;
    }

    private static Thread caller(CompletableFuture<String> result, Callable<String> call) {
        Thread thread = Threads.daemon("caller", () -> {
            try {
                result.complete(call.call());
            } catch (Exception e) {
                result.completeExceptionally(e);
            }
        });
        thread.start();
        return thread;
    }

    private static String assertFails(CompletableFuture<String> reply, Status.Code code) {
        Throwable cause = org.assertj.core.api.Assertions.catchThrowable(() -> reply.get(10, TimeUnit.SECONDS))
                .getCause();
        assertThat(cause).isInstanceOf(StatusRuntimeException.class);
        Status status = ((StatusRuntimeException) cause).getStatus();
        assertThat(status.getCode()).as(status.toString()).isEqualTo(code);
        return String.valueOf(status.getDescription());
    }
}
