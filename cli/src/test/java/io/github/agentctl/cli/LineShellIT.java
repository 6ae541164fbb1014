// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.agentctl.api.transport.Endpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The shell at a terminal, as somebody uses it. */
@Timeout(180)
class LineShellIT {
    private static final String PROMPT = "agent> ";
    private static final String CTRL_C = "\u0003";
    private static final String CTRL_D = "\u0004";
    /** What is shown when the line is taken, before the command runs. */
    private static final String RUNS = "\u001b[?2004l";

    private static final String UP = "\u001bOA";

    @TempDir
    Path home;

    @BeforeAll
    static void needsATerminal() {
        if (!PseudoTerminal.isThere()) {
            System.err.println("note: no script(1); the shell is not tested (it is in the package bsdutils)");
        }
        Assumptions.assumeTrue(PseudoTerminal.isThere(), "no script(1) on the PATH");
    }

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
    void keepsWhatWasTypedForTheNextRunAndForNobodyElse() throws Exception {
        try (PseudoTerminal terminal = start(Map.of())) {
            terminal.await(PROMPT);
            terminal.type("echo kept!\r");
            terminal.await(RUNS + "kept!");
            terminal.await(PROMPT);
            terminal.type(" echo secret\r");
            terminal.await(RUNS + "secret");
            terminal.await(PROMPT);
            terminal.type("quit\r");
            assertThat(terminal.awaitEnd()).isZero();
        }
        Path history = home.resolve(".local/state/kata-agent-ctl/history");
        assertThat(history).content().contains("echo kept!", "quit").doesNotContain("secret");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(history)))
                .isEqualTo("rw-------");

        try (PseudoTerminal terminal = start(Map.of())) {
            terminal.await(PROMPT);
            terminal.type(UP + UP + "\r");

            terminal.await(RUNS + "kept!");
        }
    }

    @Test
    void keepsTheHistoryWhereTheUserWantsItsStates() throws Exception {
        Path states = home.resolve("states");
        try (PseudoTerminal terminal = start(Map.of("XDG_STATE_HOME", states.toString()))) {
            terminal.await(PROMPT);
            terminal.type("echo kept\r");
            terminal.await(RUNS + "kept");
            terminal.await(PROMPT);
            terminal.type(CTRL_D);
            assertThat(terminal.awaitEnd()).isZero();
        }
        assertThat(states.resolve("kata-agent-ctl/history")).content().contains("echo kept");
        assertThat(home.resolve(".local")).doesNotExist();
    }

    @Test
    void putsAHistoryAsideThatCannotBeRead() throws Exception {
        Path directory = Files.createDirectories(home.resolve(".local/state/kata-agent-ctl"));
        Files.write(directory.resolve("history"), new byte[] {(byte) 0xff, '\n'});
        try (PseudoTerminal terminal = start(Map.of())) {
            terminal.await("history.broken");
            terminal.await(PROMPT);
            terminal.type("echo kept\r");
            terminal.await(RUNS + "kept");
            terminal.await(PROMPT);
            terminal.type(CTRL_D);
            assertThat(terminal.awaitEnd()).isZero();
        }
        assertThat(directory.resolve("history")).content().contains("echo kept");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("history"))))
                .isEqualTo("rw-------");
    }

    @Test
    void worksWithoutAHistory() throws Exception {
        Files.writeString(home.resolve(".local"), "in the way");
        try (PseudoTerminal terminal = start(Map.of())) {
            terminal.await("warning: the history is not kept");
            terminal.await(PROMPT);
            terminal.type("Check\r");
            terminal.await("SERVING");
        }
    }

    @Test
    void endsTheCallAndNotTheShellAtCtrlC() throws Exception {
        try (PseudoTerminal terminal = start(Map.of(), "-l", "trace")) {
            terminal.await(PROMPT);
            terminal.type("GetOOMEvent\r");
            terminal.await("GetOOMEvent sends {}");
            terminal.type(CTRL_C);
            terminal.await(PROMPT);
            terminal.type("Check\r");
            terminal.await("\"status\": \"SERVING\"");
            terminal.await(PROMPT);
            terminal.type("repeat -1\r");
            terminal.await(PROMPT);
            terminal.type("Version\r");
            terminal.await("agent_version");
            terminal.type(CTRL_C);
            terminal.await(PROMPT);
            terminal.type("quit\r");

            assertThat(terminal.awaitEnd()).isZero();
        }
    }

    @Test
    void takesBackTheLineAtCtrlC() throws Exception {
        try (PseudoTerminal terminal = start(Map.of())) {
            terminal.await(PROMPT);
            terminal.type("echo no" + CTRL_C);
            terminal.await(PROMPT);
            terminal.type("echo yes\r");

            assertThat(terminal.await(RUNS + "yes")).doesNotContain(RUNS + "no");
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
    void readsPlainLinesWhereTheTerminalIsDumb() throws Exception {
        try (PseudoTerminal terminal = start(Map.of("TERM", "dumb"))) {
            terminal.await(PROMPT);
            terminal.type("Check\r");
            terminal.await("\"status\": \"SERVING\"");
            terminal.await(PROMPT);
            terminal.type(CTRL_D);

            assertThat(terminal.awaitEnd()).isZero();
            assertThat(terminal.shown()).doesNotContain("\u001b");
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

    private static String command() {
        return Ran.distribution().resolve("bin/kata-agent-ctl").toString();
    }

    private PseudoTerminal start(Map<String, String> environment, String... options) throws IOException {
        return start("sim:", environment, "", options);
    }

    private PseudoTerminal start(String address, Map<String, String> more, String redirection, String... options)
            throws IOException {
        Map<String, String> environment = new HashMap<>(Map.of("TERM", "xterm-256color", "HOME", home.toString()));
        environment.putAll(more);
        List<String> command = new ArrayList<>(List.of(command(), "connect", "--server-address", address, "-i"));
        command.addAll(List.of(options));
        return PseudoTerminal.start(environment, command, redirection);
    }
}
