// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line in a JVM of 32 MiB, before an agent that says as much as it may. */
@Timeout(120)
class SmallHeapIT {
    private Path socket;

    @BeforeEach
    void inAShortDirectory(@TempDir Path directory) {
        socket = directory.resolve("s");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "\u03b1"})
    void aStatusOfFourMebibytesIsToldOf(String letter) throws Exception {
        byte[] message = letter.repeat((RawAgent.MOST - 100) / letter.getBytes(StandardCharsets.UTF_8).length)
                .getBytes(StandardCharsets.UTF_8);
        try (RawAgent agent = RawAgent.responding(socket, RawAgent.status(5, message))) {
            Ran run = connect(agent, "-l", "trace", "-c", "Check");

            assertThat(run.code()).as(run.err()).isEqualTo(64 + 5);
            assertThat(run.err()).contains("\n  [" + (message.length - 4096) + " bytes left out]\n");
        }
    }

    @Test
    void detailsOfFourMebibytesAreTaken() throws Exception {
        byte[] response = RawAgent.status(5, "why".getBytes(StandardCharsets.UTF_8), new byte[RawAgent.MOST - 100]);
        try (RawAgent agent = RawAgent.responding(socket, response)) {
            Ran run = connect(agent, "--ignore-errors", "-c", "repeat 50", "Check");

            assertThat(run.code()).as(run.err()).isZero();
            assertThat(run.err()).isEqualTo("error: Check failed: NOT_FOUND (5): why\n".repeat(50));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "\u03b1", "\n"})
    void aReplyOfFourMebibytesIsWritten(String letter) throws Exception {
        ByteString text = ByteString.copyFromUtf8(
                letter.repeat((RawAgent.MOST - 100) / letter.getBytes(StandardCharsets.UTF_8).length));
        byte[] reply = RawAgent.reply(ByteString.copyFrom(RawAgent.bytes(out -> out.writeBytes(2, text))));
        try (RawAgent agent = RawAgent.responding(socket, reply)) {
            Ran run = connect(agent, "-c", "Version");

            assertThat(run.code()).as(run.err()).isZero();
            assertThat(run.out())
                    .startsWith("{\"grpc_version\":\"\",\"agent_version\":\"")
                    .endsWith("\"}\n")
                    .hasLineCount(1);
        }
    }

    private Ran connect(RawAgent agent, String... arguments) throws IOException, InterruptedException {
        assertThat(agent).isNotNull();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx32m",
                // As the launcher has it.
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "connect",
                "--server-address",
                "unix://" + socket,
                "--timeout",
                "20s"));
        command.addAll(List.of(arguments));
        return Ran.of(Map.of(), command);
    }
}
