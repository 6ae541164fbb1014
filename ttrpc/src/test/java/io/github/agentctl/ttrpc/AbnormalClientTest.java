// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.StringValue;
import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.Listener;
import io.github.agentctl.transport.spi.InProcessListener;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The server before a client that does what it should not: one test per row of the table of abnormal cases. */
@Timeout(30)
class AbnormalClientTest {
    private final BlockingQueue<StreamObserver<StringValue>> waiting = new ArrayBlockingQueue<>(10);

    private final CountDownLatch cancelled = new CountDownLatch(1);

    private final InProcessListener listener = new InProcessListener(new Endpoint.Other("sim", ""));

    private final TtrpcServer server = TtrpcServer.builder(listener)
            .addService(Echo.service((text, reply) -> {
                if (text.equals("wait")) {
                    Context.current().addListener(context -> cancelled.countDown(), Runnable::run);
                    waiting.add(reply);
                } else {
                    Echo.reply(reply, text);
                }
            }))
            .build()
            .start();

    private final RawPeer client = RawPeer.at(listener.connect());

    @AfterEach
    void close() {
        client.close();
        server.shutdownNow();
    }

    @Test
    void refusesEvenAndZeroStreamIds() throws IOException {
        client.send(RawPeer.echo(2, "x", 0));
        assertThat(client.receiveStatus(2).status().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        client.send(RawPeer.echo(0, "x", 0));
        assertThat(client.receiveStatus(0).status().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertServed(1);
    }

    @Test
    void takesStreamIdsInAnyOrder() throws IOException {
        // One kind of client gives its calls ids before it puts them in line.
        for (int id : new int[] {5, 3, 0x7fffffff, 0x80000001, -1, 1, 5}) {
            assertServed(id);
        }
    }

    @Test
    void refusesAStreamIdWhoseCallIsRunning() throws Exception {
        client.send(RawPeer.echo(3, "wait", 0));
        StreamObserver<StringValue> running = waiting.take();
        client.send(RawPeer.echo(3, "x", 0));
        assertThat(client.receiveStatus(3).status().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        Echo.reply(running, "still running");
        assertThat(client.receiveStatus(3).status().isOk()).isTrue();
        assertServed(3);
    }

    @Test
    void refusesDataForAStreamThatIsNotOpen() throws IOException {
        client.send(RawPeer.frame(7, Frame.DATA, (byte) 1));
        assertThat(client.receiveStatus(7).status().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertServed(9);
    }

    @Test
    void dataOnAUnaryCallEndsItAndCancelsItsHandler() throws Exception {
        client.send(RawPeer.echo(1, "wait", 0));
        waiting.take();
        client.send(RawPeer.frame(1, Frame.DATA, (byte) 1));

        assertThat(client.receiveStatus(1).status().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(cancelled.await(10, TimeUnit.SECONDS)).isTrue();
        assertServed(3);
    }

    @Test
    void ignoresFramesOfOtherTypes() throws IOException {
        client.send(RawPeer.frame(1, Frame.RESPONSE, (byte) 1));
        client.send(RawPeer.frame(1, 99));
        assertServed(1);
    }

    @Test
    void ignoresTheFlagsOfARequest() throws IOException {
        byte[] frame = RawPeer.echo(1, "x", 0);
        frame[9] = (byte) 0xf8;
        client.send(frame);
        assertThat(client.receiveStatus(1).status().isOk()).isTrue();
    }

    @Test
    void refusesAFrameOverTheLimitAndTheConnectionLives() throws IOException {
        client.send(RawPeer.frame(1, Frame.REQUEST, new byte[Frame.MAX_DATA + 1]));
        Status status = client.receiveStatus(1).status();

        assertThat(status.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(status.getDescription()).contains("4194305");
        assertServed(3);
    }

    @Test
    void refusesWhatIsNoRequestAndWhatIsNoMessage() throws IOException {
        client.send(RawPeer.frame(1, Frame.REQUEST, (byte) 0xff));
        assertThat(client.receiveStatus(1).status().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        client.send(RawPeer.frame(3, Frame.REQUEST, concat(Wire.target("test.Echo", "Say"), RawPeer.hex("1a010a"))));
        assertThat(client.receiveStatus(3).status().getCode()).isEqualTo(Status.Code.INTERNAL);
        assertServed(5);
    }

    @Test
    void answersForAHandlerWhoseTimeIsOverAndCancelsIt() throws Exception {
        client.send(RawPeer.echo(1, "wait", TimeUnit.MILLISECONDS.toNanos(100)));

        Status status = client.receiveStatus(1).status();
        assertThat(status.getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
        assertThat(status.getDescription()).isEqualTo("timeout");
        assertThat(cancelled.await(10, TimeUnit.SECONDS)).isTrue();
        Echo.reply(waiting.take(), "late");
        assertServed(3);
    }

    @Test
    void aTimeThatIsOverBeforeItBeganIsExceeded() throws IOException {
        client.send(RawPeer.echo(1, "x", -1));
        assertThat(client.receiveStatus(1).status().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    }

    @Test
    void losingOrHalfClosingTheConnectionCancelsItsHandlers() throws Exception {
        client.send(RawPeer.echo(1, "wait", 0));
        StreamObserver<StringValue> reply = waiting.take();
        client.connection().shutdownOutput();

        assertThat(cancelled.await(10, TimeUnit.SECONDS)).isTrue();
        assertThatThrownBy(() -> client.read(1)).hasMessageContaining("end of stream");
        Echo.reply(reply, "to nobody");
    }

    @Test
    void aFrameCutShortEndsTheConnectionAndLeavesTheServerAlive() {
        client.send(RawPeer.frame(100, 1, 1, 0, (byte) 1));
        client.close();

        try (RawPeer other = RawPeer.at(listener.connect())) {
            other.send(RawPeer.echo(1, "x", 0));
            assertThat(other.receive().streamId()).isEqualTo(1);
        }
    }

    @Test
    void closesTheConnectionOfAClientOfAnotherProtocol() {
        client.send("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

        assertThatThrownBy(() -> client.read(1)).hasMessageContaining("end of stream");
    }

    @Test
    void goesOnAcceptingAfterTheKernelRefused() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        InProcessListener real = new InProcessListener(new Endpoint.Other("sim", ""));
        Listener refusing = new Listener() {
            @Override
            public Endpoint endpoint() {
                return real.endpoint();
            }

            @Override
            public Connection accept() throws IOException {
                if (tries.incrementAndGet() <= 2) {
                    throw new IOException("too many open files");
                }
                return real.accept();
            }

            @Override
            public void close() {
                real.close();
            }
        };
        TtrpcServer other =
                TtrpcServer.builder(refusing).addService(Echo.parrot()).build().start();
        try (RawPeer peer = RawPeer.at(real.connect())) {
            peer.send(RawPeer.echo(1, "x", 0));
            assertThat(peer.receiveStatus(1).status().isOk()).isTrue();
        } finally {
            other.shutdownNow();
        }
    }

    @Test
    void shutdownWaitsForRunningCallsAndRefusesNewOnes() throws Exception {
        client.send(RawPeer.echo(1, "wait", 0));
        StreamObserver<StringValue> reply = waiting.take();

        server.shutdown();

        client.send(RawPeer.echo(3, "x", 0));
        assertThat(client.receiveStatus(3).status().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(server.isTerminated()).isFalse();
        Echo.reply(reply, "done");
        assertThat(client.receiveStatus(1).status().isOk()).isTrue();
        assertThat(server.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThatThrownBy(() -> client.read(1)).hasMessageContaining("end of stream");
    }

    @Test
    void shutdownNowCancelsRunningCalls() throws Exception {
        client.send(RawPeer.echo(1, "wait", 0));
        waiting.take();

        server.shutdownNow();

        assertThat(cancelled.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(server.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    private void assertServed(int id) throws IOException {
        client.send(RawPeer.echo(id, "served", 0));
        assertThat(client.receiveStatus(id).status().isOk()).isTrue();
    }

    private static byte[] concat(byte[] one, byte[] other) {
        byte[] both = java.util.Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }
}
