// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.agentctl.api.transport.Endpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The shell at a terminal, as somebody uses it. */
class LineShellIT extends ShellOnATerminal {
    static List<Path> jdks() throws IOException {
        return DistributionIT.jdks().toList();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void completesNamesOfCallsAndEndsAtCtrlD(Path jdk) throws Exception {
        try (PseudoTerminal terminal = start(Map.of("JAVA_HOME", jdk.toString()))) {
            terminal.await(PROMPT);
            terminal.type("Chec\t\r");
            terminal.await("\"status\": \"SERVING\"");
            terminal.await(PROMPT);
            terminal.type(CTRL_D);

            assertThat(terminal.awaitEnd()).isZero();
            assertThat(terminal.shown()).doesNotContainIgnoringCase("warning");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "SignalProcess cid=a sig<tab>usr1               | \"signal\": 10",
                "SignalProcess cid=a signal=usr<tab>1           | \"signal\": 10",
                "UpdateInterface int<tab>IPA<tab>fam<tab>v6           | \"family\": \"v6\"",
                "CreateSandbox storages[0].fs_<tab>group_c<tab>On<tab> | \"group_change_policy\": \"OnRootMismatch\"",
                "StatsContainer json://{\"con<tab>\"x\"}        | \"container_id\": \"x\"",
                "WriteStdin data=@DIRECTORY/uni<tab>            | \"data\": \"YWJj\"",
            })
    void completesWhatFollows(String keys, String sent) throws Exception {
        Files.writeString(home.resolve("unique.txt"), "abc");
        try (PseudoTerminal terminal = start(Map.of(), "--dry-run")) {
            terminal.await(PROMPT);
            terminal.type(keys.replace("DIRECTORY", home.toString()).replace("<tab>", "\t") + "\r");

            terminal.await(sent);
        }
    }

    @Test
    void listsWhatMayBeMeant() throws Exception {
        try (PseudoTerminal terminal = start(Map.of())) {
            terminal.await(PROMPT);
            terminal.type("Get\t");

            terminal.await("GuestDetails");
            terminal.await("VolumeStats");
        }
    }

    @Test
    void goesOnAfterErrorsAndShowsThemInColour() throws Exception {
        try (PseudoTerminal terminal = start(Map.of())) {
            terminal.await(PROMPT);
            terminal.type("Chek\r");
            terminal.await("\u001b[31merror: unknown call 'Chek'; did you mean 'Check'?");
            terminal.await(PROMPT);
            terminal.type("PauseContainer cid=x\r");
            terminal.await("PauseContainer failed");
            terminal.await(PROMPT);
            terminal.type("help StatsContainer\r");
            terminal.await("container_id ");
            terminal.await("hugetlb_stats ");
            terminal.await(PROMPT);
        }
    }

    @Test
    void showsNoColourWhereNoneIsWanted() throws Exception {
        try (PseudoTerminal terminal = start(Map.of("NO_COLOR", "1"))) {
            terminal.await(PROMPT);
            terminal.type("Chek\r");
            terminal.await("error: unknown call");
            terminal.await(PROMPT);
            terminal.type("StatsContainer \t");
            terminal.await("json://");
            terminal.type(CTRL_C + CTRL_D);
            terminal.awaitEnd();

            assertThat(terminal.shown()).doesNotContainPattern("\u001b\\[([0-9]+;)*(3|4|9|10)[0-9](;[0-9]+)*m");
        }
    }

    @Test
    void letsNothingOfAnAgentsActOnTheTerminal() throws Exception {
        Endpoint endpoint = new Endpoint.Unix(home.resolve("agent.socket").toString());
        TestAgent agent = TestAgent.on(endpoint, TestAgent.Manner.SERVE);
        try (agent;
                PseudoTerminal terminal = start(endpoint.toString(), Map.of(), "")) {
            terminal.await(PROMPT);
            terminal.type("Version\r");
            terminal.await("\\u001b[2J");
            terminal.await(PROMPT);

            assertThat(terminal.shown()).doesNotContain("\u001b[2J");
        }
    }

    @Test
    void leavesStandardOutputToReplies() throws Exception {
        Path out = home.resolve("out");
        try (PseudoTerminal terminal = start("sim:", Map.of(), "> " + out)) {
            terminal.await(PROMPT);
            terminal.type("Check\r");
            terminal.await(PROMPT);
            terminal.type("list\r");
            terminal.await("GetGuestDetails");
            terminal.await(PROMPT);
            terminal.type(CTRL_D);
            assertThat(terminal.awaitEnd()).isZero();
        }
        assertThat(out).hasContent("{\"status\":\"SERVING\"}\n");
    }

    @Test
    void isLoadedAtATerminalOnly() throws Exception {
        Path log = home.resolve("classes");
        Map<String, String> logged = Map.of("JAVA_TOOL_OPTIONS", "-Xlog:class+load:file=" + log);

        Ran.of(logged, List.of(command(), "connect", "--server-address", "sim:", "-i", "-c", "Check"));

        assertThat(log).content().contains("io.github.agentctl.cli.Session ").doesNotContain("org.jline");
    }
}
