// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Int32Value;
import com.google.protobuf.StringValue;
import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.Listener;
import io.github.agentctl.transport.spi.Pipes;
import io.github.agentctl.transport.unix.JdkTransport;
import io.grpc.CallOptions;
import io.grpc.Deadline;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever a peer does, each kind of call ends by its deadline and 100 ms, and so does the close of the connection. A
 * machine that is busy with other things may be late once, so that each case has three tries; a wait that looks at no
 * deadline fails them all.
 */
@Timeout(120)
class HostileTimingIT {
    private static final long DEADLINE = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long TOLERANCE = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int TRIES = 3;
    private static final byte[] HELLO = RawPeer.hex("0a0568656c6c6f");

    @TempDir
    Path directory;

    /** How the two are connected. */
    enum Way {
        PIPE,
        SOCKET
    }

    /** A kind of call, as its caller waits for it. */
    enum Kind {
        BLOCKING,
        FUTURE,
        STREAM_OF_REPLIES,
        STREAM_OF_REQUESTS,
        BOTH_WAYS;

        /** Returns when the call has ended, however it does. */
        void call(TtrpcChannel channel) throws Exception {
            CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(DEADLINE, TimeUnit.NANOSECONDS);
            try {
                switch (this) {
                    case BLOCKING -> Echo.say(channel, options, "x");
                    case FUTURE -> {
                        var call = channel.newCall(Echo.METHOD, options);
                        var unused = ClientCalls.futureUnaryCall(call, StringValue.of("x"))
                                .get(10, TimeUnit.SECONDS);
                    }
                    case STREAM_OF_REPLIES -> {
                        var replies = ClientCalls.blockingServerStreamingCall(
                                channel, Streams.COUNT, options, Int32Value.of(1));
                        while (replies.hasNext()) {
                            replies.next();
                        }
                    }
                    case STREAM_OF_REQUESTS -> {
                        Events<Int32Value> events = new Events<>();
                        ClientCalls.asyncClientStreamingCall(channel.newCall(Streams.SUM, options), events)
                                .onNext(Int32Value.of(1));
                        events.awaitEnd();
                    }
                    case BOTH_WAYS -> {
                        Events<StringValue> events = new Events<>();
                        StreamObserver<StringValue> requests =
                                ClientCalls.asyncBidiStreamingCall(channel.newCall(Streams.ECHO, options), events);
                        requests.onNext(StringValue.of("x"));
                        events.awaitEnd();
                    }
                }
            } catch (StatusRuntimeException | ExecutionException end) {
                // That is what most of these peers deserve.
            }
        }

        /** What a good server says. */
        byte[] reply(int id) {
            byte[] message = RawPeer.data(id, 0, HELLO);
            return switch (this) {
                case BLOCKING, FUTURE, STREAM_OF_REQUESTS ->
                    RawPeer.frame(id, Frame.RESPONSE, concat(RawPeer.hex("0a001207"), HELLO));
                case STREAM_OF_REPLIES, BOTH_WAYS ->
                    concat(message, RawPeer.data(id, Frame.REMOTE_CLOSED | Frame.NO_DATA));
            };
        }
    }

    /** What a peer does with a call. Ends with an exception when the connection is gone. */
    enum Peer {
        ONE_BYTE_A_SECOND {
            @Override
            void answer(RawPeer server, byte[] reply, int id) throws InterruptedException {
                for (byte one : reply) {
                    server.send(one);
                    TimeUnit.SECONDS.sleep(1);
                }
            }
        },
        A_BYTE_NOW_AND_THEN {
            @Override
            void answer(RawPeer server, byte[] reply, int id) throws InterruptedException {
                for (byte one : reply) {
                    server.send(one);
                    TimeUnit.MILLISECONDS.sleep(30);
                }
            }
        },
        FRAMES_FOR_NOBODY {
            @Override
            void answer(RawPeer server, byte[] reply, int id) {
                flood(server, RawPeer.frame(id + 2, Frame.RESPONSE, HELLO));
            }
        },
        MEBIBYTES_FOR_NOBODY {
            @Override
            void answer(RawPeer server, byte[] reply, int id) {
                flood(server, RawPeer.data(id + 2, 0, new byte[1 << 20]));
            }
        },
        FRAMES_OVER_THE_LIMIT {
            @Override
            void answer(RawPeer server, byte[] reply, int id) {
                server.send(RawPeer.frame(-1, id, Frame.RESPONSE, 0));
                flood(server, new byte[1 << 20]);
            }
        },
        DATA_ON_ITS_STREAM {
            @Override
            void answer(RawPeer server, byte[] reply, int id) {
                flood(server, RawPeer.data(id, 0, RawPeer.hex("0801")));
            }
        },
        HALF_CLOSE {
            @Override
            void answer(RawPeer server, byte[] reply, int id) throws IOException {
                server.send(Arrays.copyOf(reply, 5));
                server.connection().shutdownOutput();
            }
        },
        /** What it leaves unread makes it a reset. */
        RESET {
            @Override
            void answer(RawPeer server, byte[] reply, int id) {
                server.close();
            }
        };

        abstract void answer(RawPeer server, byte[] reply, int id) throws IOException, InterruptedException;

        private static void flood(RawPeer server, byte[] frame) {
            while (true) {
                server.send(frame);
            }
        }
    }

    private interface Answer {
        void answer(RawPeer server, int id) throws IOException, InterruptedException;
    }

    static Stream<Arguments> cases() {
        return Stream.of(Way.values()).flatMap(way -> Stream.of(Kind.values()).map(kind -> Arguments.of(way, kind)));
    }

    static Stream<Arguments> hostile() {
        return cases().flatMap(
                        one -> Stream.of(Peer.values()).map(peer -> Arguments.of(one.get()[0], one.get()[1], peer)));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void aCallEndsByItsDeadline(Way way, Kind kind, Peer peer) throws Exception {
        inTime(
                kind + " before " + peer,
                () -> late(way, kind, (server, id) -> peer.answer(server, kind.reply(id), id)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aCallEndsByItsDeadlineWhereverItsReplyStops(Way way, Kind kind) throws Exception {
        int length = kind.reply(1).length;
        for (int from = 0; from < length; from += 4) {
            int first = from;
            // A few at once, or there would be no end of it.
            inTime(kind + " from byte " + first, () -> {
                List<Late> calls = new ArrayList<>();
                for (int bytes = first; bytes < Math.min(length, first + 4); bytes++) {
                    int sent = bytes;
                    calls.add(new Late(way, kind, (server, id) -> server.send(Arrays.copyOf(kind.reply(id), sent))));
                }
                long latest = 0;
                for (Late call : calls) {
                    latest = Math.max(latest, call.nanos());
                }
                return latest;
            });
        }
    }

    /** Its request alone is more than a connection takes. */
    @ParameterizedTest
    @EnumSource(Way.class)
    void aCallEndsByItsDeadlineWhereNobodyReadsItsRequest(Way way) throws Exception {
        inTime("a large request", () -> {
            try (Pair pair = connect(way)) {
                long began = System.nanoTime();
                CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(DEADLINE, TimeUnit.NANOSECONDS);
                assertThat(Calls.codeOf(() -> Echo.say(pair.channel(), options, "x".repeat(4_000_000))))
                        .isEqualTo(io.grpc.Status.Code.DEADLINE_EXCEEDED);
                return System.nanoTime() - began - DEADLINE;
            }
        });
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void aCloseEndsEveryCallAndItselfAtOnce(Way way, Kind kind, Peer peer) throws Exception {
        inTime("close before " + peer, () -> {
            try (Pair pair = connect(way)) {
                Thread server = serve(pair.server(), (raw, id) -> peer.answer(raw, kind.reply(id), id));
                Thread caller = Threads.daemon("caller", () -> quietly(() -> kind.call(pair.channel())));
                caller.start();
                TimeUnit.NANOSECONDS.sleep(DEADLINE / 4);
                long began = System.nanoTime();
                pair.channel().shutdownNow();
                assertThat(pair.channel().awaitTermination(10, TimeUnit.SECONDS))
                        .isTrue();
                caller.join(10_000);
                assertThat(caller.isAlive()).isFalse();
                long took = System.nanoTime() - began;
                pair.server().close();
                server.interrupt();
                return took;
            }
        });
    }

    private interface Measured {
        /** How late it was, in nanoseconds. */
        long run() throws Exception;
    }

    private static void inTime(String what, Measured measured) throws Exception {
        List<Long> late = new ArrayList<>();
        for (int i = 0; i < TRIES; i++) {
            long nanos = measured.run();
            if (nanos <= TOLERANCE) {
                return;
            }
            late.add(TimeUnit.NANOSECONDS.toMillis(nanos));
        }
        throw new AssertionError(what + " was late by so many milliseconds: " + late);
    }

    private long late(Way way, Kind kind, Answer answer) throws Exception {
        return new Late(way, kind, answer).nanos();
    }

    /** A call on a connection of its own that has begun. */
    private final class Late {
        private final Pair pair;
        private final Thread server;
        private final Thread caller;
        private volatile long nanos = Long.MAX_VALUE;

        Late(Way way, Kind kind, Answer answer) throws IOException {
            pair = connect(way);
            server = serve(pair.server(), answer);
            caller = Threads.daemon(
                    "caller",
                    () -> quietly(() -> {
                        long began = System.nanoTime();
                        kind.call(pair.channel());
                        nanos = System.nanoTime() - began - DEADLINE;
                    }));
            caller.start();
        }

        long nanos() throws InterruptedException {
            caller.join(10_000);
            pair.close();
            server.interrupt();
            return nanos;
        }
    }

    private record Pair(TtrpcChannel channel, RawPeer server) implements AutoCloseable {
        @Override
        public void close() {
            channel.shutdownNow();
            server.close();
        }
    }

    private Pair connect(Way way) throws IOException {
        if (way == Way.PIPE) {
            Pipes pipes = Pipes.open(new Endpoint.Other("sim", ""));
            return new Pair(new TtrpcChannel(pipes.client()), RawPeer.at(pipes.server()));
        }
        Endpoint endpoint = new Endpoint.Unix(directory.resolve("s").toString());
        try (Listener listener = new JdkTransport().listen(endpoint)) {
            Connection client = new JdkTransport().connect(endpoint, Deadline.after(10, TimeUnit.SECONDS));
            return new Pair(new TtrpcChannel(client), RawPeer.at(listener.accept()));
        }
    }

    /** Answers the first request. */
    private static Thread serve(RawPeer raw, Answer answer) {
        Thread thread = Threads.daemon("peer", () -> {
            try {
                answer.answer(raw, raw.receive().streamId());
            } catch (IOException | UncheckedIOException | InterruptedException end) {
                // The test is over.
            }
        });
        thread.start();
        return thread;
    }

    private interface Work {
        void run() throws Exception;
    }

    private static void quietly(Work work) {
        try {
            work.run();
        } catch (TimeoutException | AssertionError late) {
            // Then it is late.
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] concat(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }
}
