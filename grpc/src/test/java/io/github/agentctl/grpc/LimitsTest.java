// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.proto.CheckRequest;
import io.github.agentctl.proto.HealthCheckResponse;
import io.github.agentctl.proto.HealthGrpc;
import io.github.agentctl.transport.spi.InProcessListener;
import io.github.agentctl.transport.spi.Pipes;
import io.grpc.Deadline;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a peer may not do. */
@Timeout(60)
class LimitsTest {
    private static final Metadata.Key<String> BALLAST = Metadata.Key.of("ballast", Metadata.ASCII_STRING_MARSHALLER);

    private static final byte[] SETTINGS = HexFormat.of().parseHex("000000040000000000");
    private static final byte[] PING = HexFormat.of().parseHex("0000080600000000000000000000000000");

    private final InProcessListener listener = new InProcessListener(new Endpoint.Other("sim", "limits"), 4096);
    private final Server server = new GrpcWire().serve(listener, List.of(new Heavy().bindService()));

    @AfterEach
    void close() {
        server.shutdownNow();
    }

    @Test
    void refusesMoreMetadataThanItTakesAndLives() {
        ManagedChannel channel = new GrpcWire().connect(listener.connect(), Deadline.after(30, TimeUnit.SECONDS));
        var health = HealthGrpc.newBlockingStub(channel).withDeadlineAfter(30, TimeUnit.SECONDS);

        assertThatThrownBy(() -> health.check(ballast(Limits.METADATA + 1)))
                .satisfies(e -> assertThat(Status.fromThrowable(e).getCode())
                        .isNotIn(Status.Code.NOT_FOUND, Status.Code.DEADLINE_EXCEEDED));
        assertThatThrownBy(() -> health.check(ballast(Limits.METADATA / 2)))
                .satisfies(e -> assertThat(Status.fromThrowable(e).getCode()).isEqualTo(Status.Code.NOT_FOUND));
        channel.shutdownNow();
    }

    @Test
    void closesAConnectionBeyondTheLimit() throws Exception {
        List<Connection> open = new ArrayList<>();
        for (int i = 0; i <= Limits.CONNECTIONS; i++) {
            open.add(listener.connect());
        }

        // A server greets whom it serves.
        assertThat(firstRead(open.get(0))).isPositive();
        assertThat(firstRead(open.get(Limits.CONNECTIONS))).isEqualTo(-1);
        open.forEach(Connection::close);
    }

    /** A ping each time, of a peer that reads none of the answers. */
    @Test
    void readsNoMoreFromAPeerThatDoesNotTakeWhatItIsSent() throws Exception {
        Pipes pipes = Pipes.open(new Endpoint.Other("sim", "pings"));
        ManagedChannel channel = new GrpcWire().connect(pipes.client());
        channel.getState(true);
        pipes.server().write(ByteBuffer.wrap(SETTINGS));
        ByteBuffer pings = ByteBuffer.allocate(PING.length * 1000);
        while (pings.hasRemaining()) {
            pings.put(PING);
        }

        long sent = 0;
        // Far more than what fits into the pipe and the client's own limit together.
        while (sent < 64 << 20 && pipes.server().awaitWritable(Deadline.after(2, TimeUnit.SECONDS))) {
            sent += pipes.server().write(pings.rewind());
            // What was cut off is sent first the next time, so that pings stay pings.
            while (pings.hasRemaining() && pipes.server().awaitWritable(Deadline.after(2, TimeUnit.SECONDS))) {
                sent += pipes.server().write(pings);
            }
        }

        assertThat(sent).isLessThan(64 << 20);
        channel.shutdownNow();
    }

    private static int firstRead(Connection connection) throws Exception {
        ByteBuffer some = ByteBuffer.allocate(64);
        int read = connection.read(some);
        while (read == 0) {
            connection.awaitReadable(null);
            read = connection.read(some);
        }
        return read;
    }

    private static CheckRequest ballast(int size) {
        return CheckRequest.newBuilder().setService(Integer.toString(size)).build();
    }

    /** Fails with as much metadata as the request says. */
    private static final class Heavy extends HealthGrpc.HealthImplBase {
        @Override
        public void check(CheckRequest request, StreamObserver<HealthCheckResponse> reply) {
            Metadata trailers = new Metadata();
            trailers.put(BALLAST, "x".repeat(Integer.parseInt(request.getService())));
            reply.onError(Status.NOT_FOUND.asRuntimeException(trailers));
        }
    }
}
