// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.hybrid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.Listener;
import io.github.agentctl.api.transport.Transports;
import io.github.agentctl.transport.spi.Pipes;
import io.grpc.Deadline;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HybridListenerIT {
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    Path directory;

    private final HybridTransport transport = new HybridTransport();
    private Path socket;

    @BeforeEach
    void choosePath() {
        socket = directory.resolve("vm.sock");
    }

    @Test
    void takesTheRequestInEitherCase() throws IOException {
        try (Listener listener = listen(1024)) {
            assertThat(ask("CONNECT 1024\n")).matches("OK [0-9]+\n");
            assertThat(ask("connect 1024\n")).matches("OK [0-9]+\n");
            assertThat(ask("Connect 1024\r\n")).matches("OK [0-9]+\n");
            for (int i = 0; i < 3; i++) {
                listener.accept().close();
            }
        }
    }

    @Test
    void closesOnEverythingElse() throws IOException {
        Listener listener = listen(1024);
        try (listener) {
            assertThat(ask("CONNECT 1025\n")).isEmpty();
            assertThat(ask("CONNECT\n")).isEmpty();
            assertThat(ask("CONNECT x\n")).isEmpty();
            assertThat(ask("HELLO\n")).isEmpty();
            assertThat(ask("x".repeat(64))).isEmpty();
        }
    }

    @Test
    void servesEveryPortWhereAnyIsAsked() throws IOException {
        Listener listener = listen(Endpoint.ANY);
        try (listener) {
            assertThat(ask("CONNECT 1\n")).startsWith("OK ");
            assertThat(ask("CONNECT 4294967294\n")).startsWith("OK ");
        }
    }

    /** Neither is what came kept, nor does the listener go deaf. */
    @Test
    void survivesThatThereIsNoThreadAndThatTheSocketFails() throws IOException {
        List<Connection> came = new ArrayList<>();
        Iterator<Object> events = List.<Object>of(
                        new IllegalStateException("a fault of the socket"),
                        "no thread",
                        "good",
                        new ClosedChannelException())
                .iterator();
        Object[] now = new Object[1];
        Listener sockets = new Listener() {
            @Override
            public Endpoint endpoint() {
                return new Endpoint.Unix(socket.toString());
            }

            @Override
            public Connection accept() throws IOException {
                now[0] = events.next();
                if (now[0] instanceof RuntimeException failure) {
                    throw failure;
                }
                if (now[0] instanceof IOException failure) {
                    throw failure;
                }
                Pipes pipes = Pipes.open(endpoint());
                came.add(pipes.server());
                pipes.client().write(ByteBuffer.wrap("CONNECT 1024\n".getBytes(StandardCharsets.US_ASCII)));
                return pipes.server();
            }

            @Override
            public void close() {}
        };
        Listener listener = new HybridListener(
                new Endpoint.Hybrid(new Endpoint.Unix(socket.toString()), 1024), sockets, HOUR, (task, what) -> {
                    if ("no thread".equals(now[0])) {
                        throw new OutOfMemoryError("unable to create native thread");
                    }
                    new Thread(task).start();
                });
        try (listener) {
            assertThatThrownBy(listener::accept).isInstanceOf(IOException.class).hasMessageContaining("a fault");
            assertThatThrownBy(listener::accept).isInstanceOf(IOException.class).hasMessageContaining("thread");
            assertThat(came.get(0).isOpen()).isFalse();
            listener.accept().close();
        }
    }

    @Test
    void oneWhoSaysNothingKeepsNobodyOut() throws IOException {
        try (Listener listener = listen(1024);
                SocketChannel silent = SocketChannel.open(UnixDomainSocketAddress.of(socket));
                Connection client = transport.connect(listener.endpoint(), Deadline.after(9, TimeUnit.SECONDS));
                Connection server = listener.accept()) {
            assertThat(silent.isConnected()).isTrue();
            assertThat(client.isOpen()).isTrue();
            assertThat(server.endpoint()).isEqualTo(listener.endpoint());
        }
    }

    @Test
    void whoSaysNothingGoesInTheEnd() throws IOException {
        try (Listener listener = new HybridTransport(Duration.ofMillis(100)).listen(endpoint(1024));
                SocketChannel silent = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            assertThat(listener.endpoint()).isEqualTo(endpoint(1024));
            assertThat(silent.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        }
    }

    @Test
    void itsCloseEndsTheHandshakes() throws IOException {
        Listener listener = new HybridTransport(HOUR).listen(endpoint(1024));
        try (listener;
                SocketChannel silent = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            // Who is served has come later.
            transport
                    .connect(listener.endpoint(), Deadline.after(9, TimeUnit.SECONDS))
                    .close();
            listener.close();
            assertThat(silent.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        }
    }

    @Test
    void itsCloseEndsWhatNobodyHasAccepted() throws Exception {
        CompletableFuture<Thread> handshake = new CompletableFuture<>();
        Listener sockets = Transports.installed()
                .select(endpoint(1024).socket(), null)
                .listen(endpoint(1024).socket());
        Listener listener = new HybridListener(endpoint(1024), sockets, HOUR, (task, what) -> {
            Thread thread = new Thread(task);
            if (what.equals("handshake")) {
                handshake.complete(thread);
            }
            thread.start();
        });
        try (listener;
                Connection client = transport.connect(listener.endpoint(), Deadline.after(9, TimeUnit.SECONDS))) {
            handshake.get().join();
            listener.close();
            assertThat(client.awaitReadable(Deadline.after(20, TimeUnit.SECONDS)))
                    .isTrue();
            assertThat(client.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        }
    }

    @Test
    void givesTheSocketFreeWhereThereIsNoThreadToAccept() {
        Endpoint beneath = endpoint(1024).socket();
        Listener sockets = Transports.installed().select(beneath, null).listen(beneath);
        assertThatThrownBy(() -> new HybridListener(endpoint(1024), sockets, HOUR, (task, what) -> {
                    throw new OutOfMemoryError("unable to create native thread");
                }))
                .isInstanceOf(OutOfMemoryError.class);
        listen(1024).close();
    }

    @Test
    void manyWhoSayNothingKeepNobodyOut() throws IOException {
        List<SocketChannel> silent = new ArrayList<>();
        try (Listener listener = new HybridTransport(HOUR).listen(endpoint(1024))) {
            for (int i = 0; i < 300; i++) {
                silent.add(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
            }
            try (Connection client = transport.connect(listener.endpoint(), Deadline.after(5, TimeUnit.SECONDS));
                    Connection server = listener.accept()) {
                assertThat(client.isOpen()).isTrue();
                assertThat(server.isOpen()).isTrue();
            }
            assertThat(silent.get(0).read(ByteBuffer.allocate(1)))
                    .as("the one who has been silent for longest goes")
                    .isEqualTo(-1);
        } finally {
            for (SocketChannel one : silent) {
                one.close();
            }
        }
    }

    @Test
    void whoComesIsTurnedAwayWhereNobodyAccepts() throws IOException {
        try (Listener listener = listen(1024)) {
            int served = 0;
            while (!isTurnedAway()) {
                served++;
            }
            assertThat(served).isGreaterThanOrEqualTo(256);
            listener.accept().close();
        }
    }

    private boolean isTurnedAway() {
        try {
            return ask("CONNECT 1024\n").isEmpty();
        } catch (IOException e) {
            // It was closed before it could ask.
            return true;
        }
    }

    private Listener listen(int port) {
        return transport.listen(endpoint(port));
    }

    private Endpoint.Hybrid endpoint(int port) {
        return new Endpoint.Hybrid(new Endpoint.Unix(socket.toString()), port);
    }

    /** The answer up to its newline; nothing where there is an end instead. */
    private String ask(String request) throws IOException {
        try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            client.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
            StringBuilder answer = new StringBuilder();
            ByteBuffer next = ByteBuffer.allocate(1);
            while (client.read(next.clear()) > 0) {
                answer.append((char) next.get(0));
                if (next.get(0) == '\n') {
                    break;
                }
            }
            return answer.toString();
        }
    }
}
