// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.hybrid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.HandshakeException;
import io.github.agentctl.api.transport.HandshakeException.Phase;
import io.github.agentctl.api.transport.TransportException.Reason;
import io.grpc.Deadline;
import java.io.IOException;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Enumeration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HandshakeIT {
    private final HybridTransport transport = new HybridTransport();

    @TempDir
    Path directory;

    @Test
    void asksInOneLineAndOneWrite() throws IOException {
        try (Hypervisor hypervisor = start(client -> {
                    Hypervisor.say(client, "OK 1073741824\n");
                    Hypervisor.awaitEnd(client);
                });
                Connection connection = transport.connect(hypervisor.endpoint(), soon())) {
            assertThat(hypervisor.request()).isEqualTo("CONNECT 1024\n");
            assertThat(connection.endpoint()).isEqualTo(hypervisor.endpoint());
        }
    }

    @Test
    void silenceEndsAtTheDeadline() throws IOException {
        try (Hypervisor hypervisor = start(Hypervisor::awaitEnd)) {
            long start = System.nanoTime();
            HandshakeException failure = fail(hypervisor.endpoint(), Deadline.after(300, TimeUnit.MILLISECONDS));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
            assertThat(failure.reason()).isEqualTo(Reason.TIMED_OUT);
            assertThat(failure.phase()).isEqualTo(Phase.HANDSHAKE);
            assertThat(failure).hasMessageContaining(": handshake: no answer to CONNECT within the limit of time");
        }
    }

    /** There may be an hour for the whole, and one handshake is lost in a boot. */
    @Test
    void silenceEndsBeforeAFarDeadlineAndMayBeTriedAgain() throws IOException {
        try (Hypervisor hypervisor = start(Hypervisor::awaitEnd)) {
            HandshakeException failure = catchThrowableOfType(
                    HandshakeException.class,
                    () -> new HybridTransport(Duration.ofMillis(200))
                            .connect(hypervisor.endpoint(), Deadline.after(1, TimeUnit.HOURS)));
            assertThat(failure.reason()).isEqualTo(Reason.TIMED_OUT).matches(Reason::isPassing);
        }
    }

    @Test
    void anInterruptEndsTheWaitForAnAnswer() throws IOException {
        Thread caller = Thread.currentThread();
        try (Hypervisor hypervisor = start(client -> {
            caller.interrupt();
            Hypervisor.awaitEnd(client);
        })) {
            HandshakeException failure = fail(hypervisor.endpoint());
            assertThat(Thread.interrupted()).isTrue();
            assertThat(failure.reason()).isEqualTo(Reason.OTHER);
            assertThat(failure).hasMessageContaining(": handshake: interrupted while waiting");
        }
    }

    @Test
    void aResetIsAGuestThatDoesNotListenYet() throws IOException {
        // What it leaves unread makes its close a reset.
        try (Hypervisor hypervisor = new Hypervisor(directory.resolve("vm.sock"), 1, client -> {})) {
            HandshakeException failure = fail(hypervisor.endpoint());
            assertThat(failure.reason()).isEqualTo(Reason.REFUSED).matches(Reason::isPassing);
            assertThat(failure.phase()).isEqualTo(Phase.GUEST_PORT);
            assertThat(failure).hasMessageContaining(": guest port: the hypervisor reset the connection");
        }
    }

    @Test
    void showsWhatCameBeforeTheSilence() throws IOException {
        try (Hypervisor hypervisor = start(client -> {
            Hypervisor.say(client, "OK 1\u001b");
            Hypervisor.awaitEnd(client);
        })) {
            HandshakeException failure = fail(hypervisor.endpoint(), Deadline.after(1, TimeUnit.SECONDS));
            assertThat(failure.reason()).isEqualTo(Reason.TIMED_OUT);
            assertThat(failure.phase()).isEqualTo(Phase.HANDSHAKE);
            assertThat(failure)
                    .hasMessageContaining(
                            ": handshake: the answer to CONNECT has no end within the limit of time: \"OK 1\\x1b\"");
        }
    }

    @Test
    void anEndIsAGuestThatDoesNotListenYet() throws IOException {
        try (Hypervisor hypervisor = start(client -> {})) {
            HandshakeException failure = fail(hypervisor.endpoint());
            assertThat(failure.reason()).isEqualTo(Reason.REFUSED).matches(Reason::isPassing);
            assertThat(failure.phase()).isEqualTo(Phase.GUEST_PORT);
            assertThat(failure)
                    .hasMessageContaining(": guest port: the hypervisor closed the connection")
                    .hasMessageContaining("port 1024");
        }
    }

    @Test
    void noIsAnAnswerInOtherWords() throws IOException {
        requireBadAnswer("NO\n", "the answer to CONNECT is \"NO\", not OK with a number");
    }

    @Test
    void okWantsANumber() throws IOException {
        requireBadAnswer("OK\n", "the answer to CONNECT is \"OK\", not OK with a number");
        requireBadAnswer("OK \n", "the answer to CONNECT is \"OK \", not OK with a number");
        requireBadAnswer("OK x\n", "the answer to CONNECT is \"OK x\"");
    }

    @Test
    void readsNoMoreThan64BytesOfAMebibyte() throws IOException {
        requireBadAnswer("x".repeat(1 << 20), "the answer has no end within 64 bytes: \"" + "x".repeat(64) + "\"");
    }

    @Test
    void showsNoiseInPrintableForm() throws IOException {
        requireBadAnswer("\0\u001b[2J\u00ff\n", "the answer to CONNECT is \"\\x00\\x1b[2J\\xff\"");
    }

    @Test
    void anAnswerMayEndInItsMiddle() throws IOException {
        requireBadAnswer("OK 10", "the answer ends in its middle: \"OK 10\"");
    }

    /** Each is news, and none the end. */
    @Test
    void aByteNowAndThenEndsAtTheDeadline() throws IOException {
        try (Hypervisor hypervisor = start(client -> {
            while (true) {
                Hypervisor.say(client, "O");
                TimeUnit.MILLISECONDS.sleep(20);
            }
        })) {
            long start = System.nanoTime();
            HandshakeException failure = fail(hypervisor.endpoint(), Deadline.after(300, TimeUnit.MILLISECONDS));
            // 100 ms, and what a busy machine adds; the answer is refused for its length after 1.3 s.
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(1000));
            assertThat(failure.reason()).isEqualTo(Reason.TIMED_OUT);
        }
    }

    @Test
    void takesAnAnswerByteByByteOverASecond() throws IOException {
        try (Hypervisor hypervisor = start(client -> {
                    for (byte value : "OK 1\n".getBytes(StandardCharsets.US_ASCII)) {
                        TimeUnit.MILLISECONDS.sleep(200);
                        Hypervisor.say(client, new byte[] {value});
                    }
                    Hypervisor.awaitEnd(client);
                });
                Connection connection = transport.connect(hypervisor.endpoint(), soon())) {
            assertThat(connection.isOpen()).isTrue();
        }
    }

    @Test
    void leavesWhatComesWithTheAnswerToTheStream() throws IOException {
        try (Hypervisor hypervisor = start(client -> {
                    Hypervisor.say(client, "OK 1\nhello\nagain");
                    Hypervisor.awaitEnd(client);
                });
                Connection connection = transport.connect(hypervisor.endpoint(), soon())) {
            assertThat(read(connection, 11)).isEqualTo("hello\nagain");
        }
    }

    @Test
    void takesACarriageReturn() throws IOException {
        try (Hypervisor hypervisor = start(client -> {
                    Hypervisor.say(client, "OK 4294967295\r\nx");
                    Hypervisor.awaitEnd(client);
                });
                Connection connection = transport.connect(hypervisor.endpoint(), soon())) {
            assertThat(read(connection, 1)).isEqualTo("x");
        }
    }

    @Test
    void aMissingSocketIsThePhaseBeforeTheHandshake() {
        Path path = directory.resolve("none.sock");
        Endpoint endpoint = new Endpoint.Hybrid(new Endpoint.Unix(path.toString()), 1024);
        HandshakeException failure = fail(endpoint);
        assertThat(failure.phase()).isEqualTo(Phase.SOCKET);
        assertThat(failure.reason()).isEqualTo(Reason.NOT_THERE);
        assertThat(failure)
                .hasMessage("cannot connect to hvsock://" + path + ":1024: socket: cannot connect to unix://" + path
                        + ": no such socket (is the agent running?)");
    }

    /** Threads of a pool or of a container may have any. */
    @ParameterizedTest
    @NullSource
    @MethodSource("platformLoader")
    void findsWhatReachesTheSocketWhateverTheLoaderOfTheThread(@Nullable ClassLoader loader) throws IOException {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(loader);
        try (Hypervisor hypervisor = start(client -> {
                    Hypervisor.say(client, "OK 1\n");
                    Hypervisor.awaitEnd(client);
                });
                Connection connection = transport.connect(hypervisor.endpoint(), soon())) {
            assertThat(connection.isOpen()).isTrue();
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    /** A look-up opens files, for which a process may have no descriptor left. */
    @Test
    void looksUpWhatReachesTheSocketOnce() throws IOException {
        AtomicInteger lookUps = new AtomicInteger();
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(new ClassLoader(before) {
            @Override
            public Enumeration<URL> getResources(String name) throws IOException {
                lookUps.incrementAndGet();
                return super.getResources(name);
            }
        });
        try {
            Endpoint endpoint = new Endpoint.Hybrid(
                    new Endpoint.Unix(directory.resolve("none.sock").toString()), 1024);
            fail(endpoint);
            int first = lookUps.get();
            assertThat(first).isPositive();
            fail(endpoint);
            assertThat(lookUps).hasValue(first);
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    static List<ClassLoader> platformLoader() {
        return List.of(ClassLoader.getPlatformClassLoader());
    }

    @Test
    void leavesNoDescriptorOfAFailure() throws IOException {
        try (Hypervisor hypervisor = start(client -> {
            Hypervisor.say(client, "NO\n");
            // Ends when the client has closed, and the test when this has.
            Hypervisor.awaitEnd(client);
            Files.createFile(directory.resolve("closed"));
        })) {
            fail(hypervisor.endpoint());
            Deadline limit = soon();
            while (!Files.exists(directory.resolve("closed"))) {
                assertThat(limit.isExpired()).isFalse();
                Thread.onSpinWait();
            }
        }
    }

    private void requireBadAnswer(String answer, String message) throws IOException {
        Files.deleteIfExists(directory.resolve("vm.sock"));
        try (Hypervisor hypervisor = start(client -> Hypervisor.say(client, answer))) {
            HandshakeException failure = fail(hypervisor.endpoint());
            assertThat(failure.phase()).isEqualTo(Phase.HANDSHAKE);
            assertThat(failure.reason().isPassing()).isFalse();
            assertThat(failure).hasMessageContaining(": handshake: " + message);
        }
    }

    private Hypervisor start(Hypervisor.Script script) throws IOException {
        return new Hypervisor(directory.resolve("vm.sock"), script);
    }

    private HandshakeException fail(Endpoint endpoint) {
        return fail(endpoint, soon());
    }

    private HandshakeException fail(Endpoint endpoint, Deadline deadline) {
        return catchThrowableOfType(HandshakeException.class, () -> transport.connect(endpoint, deadline));
    }

    private static String read(Connection connection, int size) throws IOException {
        ByteBuffer target = ByteBuffer.allocate(size);
        while (target.hasRemaining()) {
            if (connection.read(target) == 0) {
                assertThat(connection.awaitReadable(soon())).isTrue();
            }
        }
        return new String(target.array(), StandardCharsets.ISO_8859_1);
    }

    private static Deadline soon() {
        return Deadline.after(20, TimeUnit.SECONDS);
    }
}
