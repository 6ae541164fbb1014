// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.agentctl.api.transport.Endpoint;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.SequenceInputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of connections, good and bad, over real sockets. */
@Timeout(60)
class ConnectIT {
    private Path socket;
    private Endpoint endpoint;
    private @Nullable TestAgent agent;

    @BeforeEach
    void inAShortDirectory(@TempDir Path directory) {
        socket = directory.resolve("s");
        endpoint = new Endpoint.Unix(socket.toString());
    }

    @AfterEach
    void endTheAgent() {
        if (agent != null) {
            agent.close();
        }
    }

    @Test
    void losesNoReplyOfTenThousand() {
        agent = TestAgent.on(endpoint, TestAgent.Manner.SERVE);
        Transcript run = connect("-c", "repeat 10000", "Check");

        assertThat(run.code()).isZero();
        assertThat(run.lines()).hasSize(10000).containsOnly("{\"status\":\"SERVING\"}");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void saysThatNoSocketIsThere() {
        Transcript run = connect("--connect-timeout", "50ms", "-c", "Check");

        assertThat(run.code()).isEqualTo(4);
        assertThat(run.err())
                .startsWith("error: cannot connect to " + endpoint + ": no such socket")
                .contains("is the agent running", "tried for 0.05s");
    }

    @Test
    void saysThatNobodyListens() throws IOException {
        try (ServerSocketChannel left = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            left.bind(UnixDomainSocketAddress.of(socket));
        }
        Transcript run = connect("--connect-timeout", "50ms", "-c", "Check");

        assertThat(run.code()).isEqualTo(4);
        assertThat(run.err()).contains(endpoint.toString(), "nobody listens", "has the agent ended");
    }

    @Test
    void saysThatAnAbstractNameBelongsToANetworkNamespace() {
        Transcript run = Transcript.of(
                "connect",
                "--server-address",
                "unix://@" + UUID.randomUUID(),
                "--connect-timeout",
                "50ms",
                "-c",
                "Check");

        assertThat(run.code()).isEqualTo(4);
        assertThat(run.err()).contains("nobody listens", "network namespace");
    }

    @Test
    void saysAtOnceThatAPathIsTooLong() {
        Transcript run = Transcript.of(
                "connect", "--server-address", "unix:///" + "x".repeat(107), "--connect-timeout", "1h", "-c", "Check");

        assertThat(run.code()).isEqualTo(4);
        assertThat(run.err()).contains("108", "107");
    }

    @Test
    void saysWhatIsAwaitedAndGoesOnWhenItComes() throws InterruptedException {
        CountDownLatch said = new CountDownLatch(1);
        ByteArrayOutputStream err = new ByteArrayOutputStream() {
            @Override
            public synchronized void write(int value) {
                super.write(value);
                if (value == '\n') {
                    said.countDown();
                }
            }
        };
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        AtomicInteger code = new AtomicInteger(-1);
        Thread run = inThread(code, out, err, "--connect-timeout", "1m", "-c", "Check");

        assertThat(said.await(30, TimeUnit.SECONDS)).isTrue();
        agent = TestAgent.on(endpoint, TestAgent.Manner.SERVE);
        run.join();

        assertThat(code).hasValue(0);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("{\"status\":\"SERVING\"}\n");
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("info: waiting for " + endpoint + " (for 1m): cannot connect")
                .hasLineCount(1);
    }

    @Test
    void endsWithUnavailableWhereTheAgentClosesInMidCall() {
        agent = TestAgent.on(endpoint, TestAgent.Manner.CLOSE);
        Transcript run = connect("-c", "Check");

        assertThat(run.code()).isEqualTo(64 + 14);
        assertThat(run.err()).startsWith("error: Check failed: UNAVAILABLE (14)");
    }

    @Test
    void endsWhereTheAgentIsGoneThoughErrorsAreIgnored() {
        agent = TestAgent.on(endpoint, TestAgent.Manner.CLOSE);
        Transcript run = connect("--ignore-errors", "--connect-timeout", "50ms", "-c", "repeat -1", "Check");

        assertThat(run.code()).isEqualTo(4);
        assertThat(run.err()).contains("Check failed: UNAVAILABLE", "cannot connect to " + endpoint);
    }

    @Test
    void connectsAnewAfterALostConnectionWhereItGoesOn() {
        agent = TestAgent.on(endpoint, TestAgent.Manner.CLOSE);
        InputStream second = new InputStream() {
            private final InputStream line = new ByteArrayInputStream("Check\n".getBytes(StandardCharsets.UTF_8));

            @Override
            public int read() {
                throw new IllegalStateException("a reader takes more than one byte");
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                if (line.available() > 0) {
                    agent = TestAgent.on(endpoint, TestAgent.Manner.SERVE);
                }
                return line.read(target, offset, length);
            }
        };
        Transcript run = Transcript.given()
                .stdin(new SequenceInputStream(
                        new ByteArrayInputStream("Check\n".getBytes(StandardCharsets.UTF_8)), second))
                .run("connect", "--server-address", endpoint.toString(), "-i");

        assertThat(run.code()).isZero();
        assertThat(run.err())
                .startsWith("error: Check failed: UNAVAILABLE (14)")
                .endsWith("\ninfo: the connection was lost; connected again to " + endpoint + "\n")
                .hasLineCount(2);
        assertThat(run.out()).isEqualTo("{\"status\":\"SERVING\"}\n");
    }

    @Test
    void endsWithDeadlineExceededWhereTheAgentIsSilent() {
        agent = TestAgent.on(endpoint, TestAgent.Manner.HANG);
        Transcript run = connect("--timeout", "100ms", "-c", "Check");

        assertThat(run.code()).isEqualTo(64 + 4);
        assertThat(run.err()).startsWith("error: Check failed: DEADLINE_EXCEEDED (4)");
    }

    @Test
    void cutsTheBacktraceUnlessItIsAskedFor() {
        Status failure = Status.INTERNAL.withDescription("EINVAL: Invalid argument\n\nStack backtrace:\n   0: rust");
        agent = TestAgent.failing(endpoint, failure);
        Transcript run = connect("-c", "Check");
        assertThat(run.code()).isEqualTo(64 + 13);
        assertThat(run.err())
                .isEqualTo("error: Check failed: INTERNAL (13): EINVAL: Invalid argument"
                        + " [backtrace left out; -l debug shows it]\n");

        assertThat(connect("-l", "debug", "-c", "Check").err())
                .contains("EINVAL: Invalid argument\n  \n  Stack backtrace:\n     0: rust\n");
    }

    @Test
    void keepsAnAgentsTextFromTheTerminalAndFromLookingLikeOurs() {
        Status failure = Status.INTERNAL.withDescription(TestAgent.NASTY + "y".repeat(10000));
        agent = TestAgent.failing(endpoint, failure);
        Transcript run = connect("-c", "Check");

        assertThat(run.err())
                .startsWith("error: Check failed: INTERNAL (13): \\u001b[2J\\u202ex\\u000d\n  error: fake")
                .endsWith(" bytes left out]\n");
        assertThat(run.err().getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(4300);
    }

    @Test
    void keepsAnAgentsRepliesFromTheTerminal() {
        agent = TestAgent.on(endpoint, TestAgent.Manner.SERVE);
        for (String format : new String[] {"json", "pretty", "text", "raw"}) {
            Transcript run = Transcript.given()
                    .onTerminal()
                    .run("connect", "--server-address", endpoint.toString(), "--output", format, "-c", "Version");

            assertThat(run.out()).contains("[2J").doesNotContain("\u001b", "\u202e", "\r");
        }
    }

    @Test
    void ctrlCCancelsTheCallThatRuns() throws InterruptedException {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        AtomicInteger code = new AtomicInteger(-1);
        agent = TestAgent.on(endpoint, TestAgent.Manner.HANG);
        Thread run = inThread(code, new ByteArrayOutputStream(), err, "-c", "Check", "Check");
        agent.called.await();
        run.interrupt();
        run.join();

        assertThat(code).hasValue(130);
        assertThat(err.size()).isZero();
        assertThat(agent.cancelled.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void ctrlCEndsTheWaitForAConnectionAndASleep() throws InterruptedException {
        for (String command : List.of("Check", "sleep 1h")) {
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            AtomicInteger code = new AtomicInteger(-1);
            Thread run = inThread(
                    code,
                    new ByteArrayOutputStream(),
                    err,
                    "--connect-timeout",
                    "1h",
                    "--ignore-errors",
                    "-c",
                    command);
            run.interrupt();
            run.join();

            assertThat(code).hasValue(130);
            assertThat(err.size()).isZero();
        }
    }

    private Transcript connect(String... arguments) {
        return Transcript.of(withAddress(arguments));
    }

    private String[] withAddress(String... arguments) {
        List<String> all = new ArrayList<>(List.of("connect", "--server-address", endpoint.toString()));
        all.addAll(List.of(arguments));
        return all.toArray(String[]::new);
    }

    private Thread inThread(
            AtomicInteger code, ByteArrayOutputStream out, ByteArrayOutputStream err, String... arguments) {
        Environment environment = new Environment(
                new ByteArrayInputStream(new byte[0]),
                out,
                new PrintStream(new EscapingOutputStream(err), true, StandardCharsets.UTF_8),
                Map.of(),
                Descriptor.OTHER,
                Descriptor.PIPE,
                Descriptor.OTHER);
        Thread run = new Thread(() -> code.set(Main.run(List.of(withAddress(arguments)), environment)));
        run.start();
        return run;
    }
}
