// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.agentctl.api.transport.Endpoint;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a command line makes of the answers that a hypervisor may give to CONNECT. */
@Timeout(60)
class HandshakeRepliesTest {
    @TempDir
    Path folder;

    static Stream<Arguments> bad() {
        return Stream.of(
                Arguments.of("silence", "", false, "handshake: no answer to CONNECT"),
                Arguments.of("the end", "", true, "guest port: the hypervisor closed"),
                Arguments.of("a refusal", "NO\n", true, "handshake"),
                Arguments.of("1 MiB without a newline", "x".repeat(1 << 20), false, "handshake"),
                Arguments.of("OK without a number", "OK\n", true, "handshake"),
                Arguments.of("noise", "\u0000\u0001\u00ff\u001b[2J\n", true, "handshake"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bad")
    void aBadAnswerEndsWith4WithinTheLimitAndNamesThePhase(String name, String reply, boolean close, String expected)
            throws Exception {
        Path socket = folder.resolve("vm.sock");
        try (ServerSocketChannel hypervisor = hypervisor(socket)) {
            serve(hypervisor, client -> {
                say(client, reply);
                if (!close) {
                    awaitEnd(client);
                }
            });
            long begin = System.nanoTime();
            Transcript run = Transcript.of(
                    "connect", "--server-address", "hvsock://" + socket, "--connect-timeout", "1s", "-c", "Check");

            assertThat(run.code()).as(run.err()).isEqualTo(4);
            assertThat(run.err()).contains(expected).doesNotContain("\u001b");
            assertThat(run.out()).isEmpty();
            assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin)).isLessThan(3000);
        }
    }

    static Stream<Arguments> good() {
        return Stream.of(Arguments.of("byte by byte", true), Arguments.of("at once", false));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("good")
    void aGoodAnswerIsTakenHoweverSlow(String name, boolean slow) throws Exception {
        Path socket = folder.resolve("vm.sock");
        Path guest = folder.resolve("guest.sock");
        try (TestAgent agent = TestAgent.on(new Endpoint.Unix(guest.toString()), TestAgent.Manner.SERVE);
                ServerSocketChannel hypervisor = hypervisor(socket)) {
            assertThat(agent).isNotNull();
            serve(hypervisor, client -> {
                for (byte one : "OK 1\n".getBytes(StandardCharsets.US_ASCII)) {
                    client.write(ByteBuffer.wrap(new byte[] {one}));
                    TimeUnit.MILLISECONDS.sleep(slow ? 200 : 0);
                }
                relay(client, guest);
            });
            Transcript run =
                    Transcript.of("connect", "--server-address", "unix://" + socket, "--hybrid-vsock", "-c", "Check");

            assertThat(run.code()).as(run.err()).isZero();
            assertThat(run.out()).isEqualTo("{\"status\":\"SERVING\"}\n");
        }
    }

    /** The agent says nothing before it is asked, but for what this one does: half of its reply comes with the OK. */
    @Test
    void whatIsGluedToTheAnswerBelongsToTheAgent() throws Exception {
        Path socket = folder.resolve("vm.sock");
        try (ServerSocketChannel hypervisor = hypervisor(socket)) {
            serve(hypervisor, client -> {
                // 4 bytes follow, stream 1, a response.
                say(client, "OK 1\n\0\0\0\4\0\0\0\1\2\0");
                client.read(ByteBuffer.allocate(1000));
                // The payload is a message whose first field, the status, is 1: SERVING.
                say(client, "\u0012\u0002\u0008\u0001");
                awaitEnd(client);
            });
            Transcript run = Transcript.of(
                    "connect", "--server-address", "hvsock://" + socket, "--connect-timeout", "20s", "-c", "Check");

            assertThat(run.code()).as(run.err()).isZero();
            assertThat(run.out()).isEqualTo("{\"status\":\"SERVING\"}\n");
        }
    }

    private interface Script {
        void play(SocketChannel client) throws IOException, InterruptedException;
    }

    private static ServerSocketChannel hypervisor(Path socket) throws IOException {
        return ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket));
    }

    /** Plays the script to everyone who comes and has said CONNECT. */
    private static void serve(ServerSocketChannel hypervisor, Script script) {
        daemon(() -> {
            while (true) {
                SocketChannel client = hypervisor.accept();
                daemon(() -> {
                    try (client) {
                        client.read(ByteBuffer.allocate(100));
                        script.play(client);
                    }
                    return null;
                });
            }
        });
    }

    private static void relay(SocketChannel client, Path guest) throws IOException {
        try (SocketChannel agent = SocketChannel.open(UnixDomainSocketAddress.of(guest))) {
            daemon(() -> pass(agent, client));
            pass(client, agent);
        }
    }

    private static Void pass(SocketChannel from, SocketChannel to) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(4096);
        while (from.read(bytes.clear()) >= 0) {
            bytes.flip();
            while (bytes.hasRemaining()) {
                to.write(bytes);
            }
        }
        return null;
    }

    private static void say(SocketChannel client, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
        while (bytes.hasRemaining()) {
            client.write(bytes);
        }
    }

    private static void awaitEnd(SocketChannel client) throws IOException {
        ByteBuffer ignored = ByteBuffer.allocate(100);
        while (client.read(ignored.clear()) >= 0) {
            // The client leaves in the end.
        }
    }

    private static void daemon(java.util.concurrent.Callable<Void> work) {
        Thread thread = new Thread(() -> {
            try {
                work.call();
            } catch (Exception e) {
                // One side has left: that is how each of these ends.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
