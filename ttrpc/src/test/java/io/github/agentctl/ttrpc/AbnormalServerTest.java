// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.protobuf.StringValue;
import io.grpc.CallOptions;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The client before a server that does what it should not. */
@Timeout(30)
class AbnormalServerTest extends BeforeRawServer {
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

    /** However many there are, of whatever kind: at once, and with one cause. */
    @ParameterizedTest
    @CsvSource({"true, UNAVAILABLE", "false, INTERNAL"})
    void brokenFramingEndsEveryOpenCallWithTheSameCause(boolean cutShort, Status.Code code) throws Exception {
        List<CompletableFuture<String>> blocking = new ArrayList<>();
        List<Future<StringValue>> futures = new ArrayList<>();
        Events<StringValue> stream = new Events<>();
        for (int i = 0; i < 5; i++) {
            blocking.add(say());
            futures.add(future("x"));
        }
        ClientCalls.asyncBidiStreamingCall(channel.newCall(Streams.ECHO, CallOptions.DEFAULT), stream);
        for (int i = 0; i < 11; i++) {
            server.receive();
        }

        server.send(cutShort ? RawPeer.frame(100, 1, Frame.RESPONSE, 0) : new byte[] {-1, 0, 0, 0, 0, 0, 0, 0, 77, 0});
        if (cutShort) {
            server.close();
        }

        Set<Throwable> causes = Collections.newSetFromMap(new IdentityHashMap<>());
        causes.add(stream.end(code).getCause());
        for (Future<?> call : Stream.of(blocking, futures).flatMap(List::stream).toList()) {
            Throwable failure =
                    catchThrowable(() -> call.get(10, TimeUnit.SECONDS)).getCause();
            assertThat(Status.fromThrowable(failure).getCode()).isEqualTo(code);
            causes.add(Status.fromThrowable(failure).getCause());
        }
        assertThat(causes).hasSize(1).doesNotContainNull();
        assertFails(say(), code);
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
    void aPeerOfAnotherProtocolFailsEveryCallAtOnceAndIsShown() {
        CompletableFuture<String> reply = say();
        server.receive();
        server.send("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

        assertThat(assertFails(reply, Status.Code.INTERNAL)).contains("does not seem to speak ttrpc", "485454502f31");
        assertFails(say(), Status.Code.INTERNAL);
    }

    @Test
    void aPeerThatGreetsInHttp2IsToldByItsName() {
        CompletableFuture<String> reply = say();
        server.receive();
        // An empty frame of settings, and the beginning of the next frame.
        server.send(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 4, 8});

        assertThat(assertFails(reply, Status.Code.INTERNAL)).contains("speaks HTTP/2", "use the wire grpc");
        assertFails(say(), Status.Code.INTERNAL);
    }
}
