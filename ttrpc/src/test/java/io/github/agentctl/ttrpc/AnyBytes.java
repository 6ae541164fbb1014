// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Int32Value;
import com.google.protobuf.StringValue;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.transport.spi.InProcessListener;
import io.github.agentctl.transport.spi.Pipes;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What must hold of any bytes that a peer sends; asked by fuzz tests and by seeded generators. */
final class AnyBytes {
    private AnyBytes() {}

    /** A frame as text, for comparing. */
    private static String text(Frame frame) {
        if (frame instanceof Frame.Whole whole) {
            return "%d %d %d %s"
                    .formatted(
                            whole.streamId(),
                            whole.type(),
                            whole.flags(),
                            java.util.HexFormat.of().formatHex(whole.data()));
        }
        return frame.toString();
    }

    /** Frames, then a clean end, an end in mid-frame, or the news that this is no ttrpc. Never more memory than came. */
    static List<String> frames(byte[] bytes, int piece) {
        FrameReader reader = new FrameReader(new InPieces(bytes, piece), null);
        List<String> frames = new ArrayList<>();
        try {
            while (true) {
                Frame frame = reader.next();
                assertThat(reader.held()).isLessThanOrEqualTo(Math.max(64 << 10, 2 * bytes.length));
                assertThat(reader.held()).isLessThanOrEqualTo(Frame.MAX_DATA);
                if (frame != null) {
                    frames.add(text(frame));
                }
            }
        } catch (EOFException | FrameReader.NoTtrpcException end) {
            frames.add(end.getMessage());
        } catch (IOException e) {
            throw new AssertionError("an exception of another kind", e);
        }
        return frames;
    }

    /** However the bytes are split, their frames are the same. */
    static void framesOfAnySplitting(byte[] bytes, int piece) {
        assertThat(frames(bytes, Math.max(1, piece))).isEqualTo(frames(bytes, Integer.MAX_VALUE));
    }

    /** An envelope is a value or an {@link IOException}. */
    static void envelopes(byte[] bytes) {
        try {
            RequestEnvelope request = RequestEnvelope.parse(bytes);
            assertThat(request.offset() + request.length()).isBetween(0, bytes.length);
            Headers.fromPairs(request.metadata());
        } catch (IOException refused) {
            // No request.
        }
        try {
            ResponseEnvelope response = ResponseEnvelope.parse(bytes);
            assertThat(response.offset() + response.length()).isBetween(0, bytes.length);
            Statuses.parse(response.status());
        } catch (IOException refused) {
            // No response.
        }
        try {
            Statuses.Received received = Statuses.parse(bytes);
            assertThat(Statuses.encode(received.status(), received.trailers())).isNotNull();
        } catch (IOException refused) {
            // No status.
        }
    }

    /** A client that gets these bytes, then the end: each call ends once, and nothing breaks within. */
    static void client(byte[] bytes) {
        withoutErrors(() -> {
            Pipes pipes = Pipes.open(new Endpoint.Other("sim", ""));
            TtrpcChannel channel = new TtrpcChannel(pipes.client());
            BlockingQueue<Status> ends = new LinkedBlockingQueue<>();
            // Streams 1, 3, 5, 7.
            start(channel, Echo.METHOD, StringValue.of("x"), ends);
            start(channel, Streams.ECHO, StringValue.of("x"), ends);
            start(channel, Streams.SUM, Int32Value.of(1), ends);
            start(channel, Streams.COUNT, Int32Value.of(1), ends);
            send(pipes, bytes);
            for (int i = 0; i < 4; i++) {
                Status end = ends.poll(10, TimeUnit.SECONDS);
                assertThat(end).as("end %d", i).isNotNull();
                assertThat(String.valueOf(end.getDescription())).doesNotContain("reading failed");
            }
            channel.shutdownNow();
            assertThat(channel.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
            assertThat(ends).isEmpty();
        });
    }

    /** A server that gets these bytes, then the end: the connection is let go, and nothing breaks within. */
    static void server(byte[] bytes) {
        withoutErrors(() -> {
            InProcessListener listener = new InProcessListener(new Endpoint.Other("sim", ""), 1 << 20);
            TtrpcServer server = TtrpcServer.builder(listener)
                    .addService(Echo.parrot())
                    .addService(Streams.service())
                    .build()
                    .start();
            RawPeer client = RawPeer.at(listener.connect());
            RawPeer other = RawPeer.at(listener.connect());
            Threads.daemon("reader", () -> drain(client)).start();
            try {
                client.send(bytes);
                client.connection().shutdownOutput();
            } catch (java.io.UncheckedIOException closed) {
                // By the server, which need not read on.
            }
            other.send(Wire.request(1, 0, Wire.target("test.Echo", "Say"), Payload.EMPTY, 0, List.of()));
            assertThat(other.receiveStatus(1).status().isOk()).isTrue();
            server.shutdown();
            assertThat(server.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
            client.close();
        });
    }

    private static <Q, A> void start(
            TtrpcChannel channel, MethodDescriptor<Q, A> method, Q message, BlockingQueue<Status> ends) {
        ClientCall<Q, A> call = channel.newCall(method, CallOptions.DEFAULT);
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        ends.add(status);
                    }
                },
                new Metadata());
        call.request(1_000_000);
        call.sendMessage(message);
        call.halfClose();
    }

    private static void send(Pipes pipes, byte[] bytes) {
        RawPeer server = RawPeer.at(pipes.server());
        try {
            server.send(bytes);
        } catch (java.io.UncheckedIOException closed) {
            // By the client, to whom this is no ttrpc.
        }
        server.close();
    }

    private static void drain(RawPeer peer) {
        try {
            while (true) {
                peer.read(1);
            }
        } catch (java.io.UncheckedIOException end) {
            // All is read.
        }
    }

    private interface Work {
        void run() throws Exception;
    }

    /** The engine catches what it does not expect, and logs it as an error: that is what must not happen. */
    private static void withoutErrors(Work work) {
        PrintStream before = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try {
            work.run();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        } finally {
            System.setErr(before);
        }
        assertThat(log.toString(StandardCharsets.UTF_8)).doesNotContain(" ERROR ", "Exception in thread");
    }
}
