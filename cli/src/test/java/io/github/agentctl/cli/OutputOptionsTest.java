// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written, and how, as transcripts; calls go to an embedded agent. */
class OutputOptionsTest {
    private static final String SERVING = "{\"status\":\"SERVING\"}";

    @ParameterizedTest
    @ValueSource(strings = {"json", "JSON"})
    void writesOneLineOfJson(String format) {
        assertThat(Transcript.given()
                        .onTerminal()
                        .run("connect", "--server-address", "sim:", "--output", format, "-c", "Check")
                        .out())
                .isEqualTo(SERVING + "\n");
    }

    @Test
    void indentsOnATerminalAndWhereAskedTo() {
        String indented = "{\n  \"status\": \"SERVING\"\n}\n";

        assertThat(Transcript.given()
                        .onTerminal()
                        .run("connect", "--server-address", "sim:", "-c", "Check")
                        .out())
                .isEqualTo(indented);
        assertThat(Transcript.of("connect", "--server-address", "sim:", "--output", "pretty", "-c", "Check")
                        .out())
                .isEqualTo(indented);
    }

    @Test
    void writesTextAndRawBytes() {
        assertThat(Transcript.of("connect", "--server-address", "sim:", "--output", "text", "-c", "Check")
                        .out())
                .contains("SERVING")
                .doesNotContain("{");
        assertThat(Transcript.of(
                                "connect",
                                "--server-address",
                                "sim:",
                                "--bundle-dir",
                                "../examples/bundle",
                                "--output",
                                "raw",
                                "-c",
                                "CreateContainer cid=c1",
                                "StartContainer",
                                "WriteStdin data='a\nb'",
                                "ReadStdout len=64")
                        .out())
                .isEqualTo("{}\n{}\n{\"len\":3}\na\nb");
    }

    @Test
    void showsRequestsInADryRun() {
        Transcript run = Transcript.of(
                "connect", "--dry-run", "-n", "-c", "GetGuestDetails json://{\"mem_block_size\": true}", "Check");

        assertThat(run.code()).isZero();
        assertThat(run.lines())
                .containsExactly("{\"mem_block_size\":true,\"mem_hotplug_probe\":false}", "{\"service\":\"\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"trace", "debug", "info", "warn", "error", "critical"})
    void takesTheLogLevelBeforeAndAfterTheSubcommand(String level) {
        boolean tellsTimes = level.equals("trace") || level.equals("debug");
        Transcript before = Transcript.of("-l", level, "connect", "--server-address", "sim:", "-c", "Check");
        Transcript after = Transcript.of("connect", "--server-address", "sim:", "-c", "Check", "--log-level", level);

        for (Transcript run : new Transcript[] {before, after}) {
            assertThat(run.code()).isZero();
            assertThat(run.err().contains("Check took")).isEqualTo(tellsTimes);
        }
        assertThat(Transcript.of("-l", "error", "connect", "--server-address", "sim:", "-c", "Check", "-l", level)
                        .err())
                .as("the one after the subcommand is nearer")
                .matches(err -> err.contains("Check took") == tellsTimes);
    }

    @Test
    void showsRequestsWhereTheLevelIsTrace() {
        assertThat(Transcript.of("-l", "trace", "connect", "--server-address", "sim:", "-c", "Check")
                        .err())
                .contains("trace: Check sends {\"service\":\"\"}");
    }
}
