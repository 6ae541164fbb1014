// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.agentctl.api.WireProvider;
import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.TransportException;
import io.github.agentctl.api.transport.TransportException.Reason;
import io.github.agentctl.proto.CheckRequest;
import io.github.agentctl.proto.HealthGrpc;
import io.github.agentctl.transport.spi.InProcessListener;
import io.github.agentctl.transport.spi.Pipes;
import io.github.agentctl.ttrpc.TtrpcWire;
import io.grpc.Deadline;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.StatusRuntimeException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A client of one wire, and a peer of another one. */
@Timeout(60)
class OtherWireTest {
    private static final Endpoint HERE = new Endpoint.Other("sim", "here");

    private final WireProvider grpc = new GrpcWire();
    private final WireProvider ttrpc = new TtrpcWire();

    @Test
    void namesTtrpcToAClientOfGrpc() {
        InProcessListener listener = new InProcessListener(HERE);
        Server server = ttrpc.serve(listener, List.of());
        Connection connection = listener.connect();

        assertThatThrownBy(() -> grpc.connect(connection, Deadline.after(30, TimeUnit.SECONDS)))
                .isInstanceOfSatisfying(
                        TransportException.class, e -> assertThat(e.reason()).isEqualTo(Reason.OTHER_WIRE))
                .hasMessage("cannot speak gRPC with the peer at sim://here: the peer closed the connection before it"
                        + " said a word; if it speaks ttrpc, use the wire ttrpc");
        assertThat(connection.isOpen()).isFalse();
        server.shutdownNow();
    }

    @Test
    void namesGrpcToAClientOfTtrpc() {
        InProcessListener listener = new InProcessListener(HERE);
        Server server = grpc.serve(listener, List.of());
        ManagedChannel channel = ttrpc.connect(listener.connect());

        assertThatThrownBy(() -> HealthGrpc.newBlockingStub(channel).check(CheckRequest.getDefaultInstance()))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        e -> assertThat(e.getStatus().getCause())
                                .isInstanceOfSatisfying(
                                        TransportException.class,
                                        cause -> assertThat(cause.reason()).isEqualTo(Reason.OTHER_WIRE))
                                .hasMessageStartingWith(
                                        "cannot speak ttrpc with the peer at sim://here: the peer speaks HTTP/2")
                                .hasMessageEndingWith("; use the wire grpc"));
        server.shutdownNow();
    }

    @Test
    void givesUpAPeerThatSaysNothingInTime() {
        Connection connection = Pipes.open(HERE).client();

        assertThatThrownBy(() -> grpc.connect(connection, Deadline.after(200, TimeUnit.MILLISECONDS)))
                .isInstanceOfSatisfying(
                        TransportException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TIMED_OUT))
                .hasMessageEndingWith("has not greeted in HTTP/2 in time; if it speaks ttrpc, use the wire ttrpc");
    }

    @Test
    void showsWhatIsNoHttp2() throws Exception {
        Pipes pipes = Pipes.open(HERE);
        pipes.server().write(ByteBuffer.wrap("220 mail.example ESMTP\r\n".getBytes(StandardCharsets.US_ASCII)));

        assertThatThrownBy(() -> grpc.connect(pipes.client(), Deadline.after(30, TimeUnit.SECONDS)))
                .isInstanceOf(TransportException.class)
                .hasMessageContaining("the peer does not speak HTTP/2; its first bytes are 323230206d61696c");
    }

    @Test
    void aReadThatFindsNoMemoryIsTheEndOfTheConnection() throws Exception {
        Pipes pipes = Pipes.open(HERE);
        pipes.server().write(ByteBuffer.wrap(new byte[9]));
        Connection poor = (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("read")) {
                        throw new OutOfMemoryError("for a test");
                    }
                    return method.invoke(pipes.client(), arguments);
                });

        assertThatThrownBy(() -> grpc.connect(poor, Deadline.after(10, TimeUnit.SECONDS)))
                .isInstanceOfSatisfying(
                        TransportException.class, e -> assertThat(e.reason()).isEqualTo(Reason.OTHER_WIRE))
                .hasMessageContaining("for a test");
    }

    @Test
    void endsTheWaitWithAnInterruptAndKeepsIt() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> grpc.connect(Pipes.open(HERE).client(), Deadline.after(30, TimeUnit.SECONDS)))
                .hasMessage("interrupted while connecting to sim://here");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void closesAConnectionThatNobodyCalledOn() {
        Connection connection = Pipes.open(HERE).client();

        grpc.connect(connection).shutdownNow();

        assertThat(connection.isOpen()).isFalse();
    }
}
