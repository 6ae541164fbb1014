// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Help, and the subcommands that need no agent, as transcripts. */
class SubcommandsTest {
    @ParameterizedTest
    @ValueSource(strings = {"-h", "--help", "help"})
    void helps(String argument) {
        Transcript run = Transcript.of(argument);

        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("connect", "examples", "generate-cid", "generate-sid", "simulate", "list");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void helpsWithASubcommand() {
        Transcript run = Transcript.of("connect", "--help");

        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("--server-address", "--cmd", "--no-auto-values", "--interactive", "--ignore-errors")
                .contains("--bundle-dir", "--timeout", "--connect-timeout", "--hybrid-vsock", "--hybrid-vsock-port")
                .contains("--transport", "--output", "--dry-run", "--repeat", "--log-level");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-V", "--version"})
    void saysItsVersion(String argument) {
        assertThat(Transcript.of(argument).out()).matches("kata-agent-ctl \\d+\\.\\d+\\.\\d+\\S*\\n");
    }

    @Test
    void refusesToHelpWithWhatThereIsNot() {
        assertThat(Transcript.of("help", "nosuch").code()).isEqualTo(2);
        assertThat(Transcript.of("help", "connect").out()).contains("--server-address");
    }

    @Test
    void refusesToRunWithoutASubcommand() {
        Transcript run = Transcript.of();

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("connect");
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "help"})
    void saysWhatThereIsWithoutAnAddress(String builtin) {
        Transcript run = Transcript.of("connect", "-c", builtin);

        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("repeat N", "GetGuestDetails", "CreateContainer");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void generatesIds() {
        for (String subcommand : new String[] {"generate-cid", "generate-sid"}) {
            Transcript run = Transcript.of(subcommand);

            assertThat(run.code()).isZero();
            assertThat(run.out()).matches("[0-9a-f]{64}\\n");
            assertThat(Transcript.of(subcommand).out()).isNotEqualTo(run.out());
        }
    }

    @Test
    void listsEveryCallWithItsFields() {
        Transcript run = Transcript.of("list");

        assertThat(run.code()).isZero();
        assertThat(run.lines().stream().filter(line -> line.contains("(grpc."))).hasSize(44);
        assertThat(run.out())
                .contains("GetIPTables (grpc.AgentService, also GetIptables)\n  is_ipv6 ")
                .containsPattern("\n  storages +list of Storage\n")
                .containsPattern("\nStorage\n  driver +string\n")
                .containsPattern("\n  Annotations +map of string to string\n")
                .containsPattern("\n  family +v4 \\| v6\n");
    }
}
