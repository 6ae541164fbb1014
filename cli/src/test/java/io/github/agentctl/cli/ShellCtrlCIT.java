// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ctrl-C in the shell, and the terminals that it is plain at. */
class ShellCtrlCIT extends ShellOnATerminal {
    @ParameterizedTest
    @ValueSource(strings = {"xterm-256color", "dumb", ""})
    void endsTheCallAndNotTheShell(String type) throws Exception {
        try (PseudoTerminal terminal = start(Map.of("TERM", type), "-l", "trace")) {
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

    @ParameterizedTest
    @ValueSource(strings = {"xterm-256color", "dumb"})
    void takesBackTheLine(String type) throws Exception {
        try (PseudoTerminal terminal = start(Map.of("TERM", type))) {
            terminal.await(PROMPT);
            terminal.type("echo no" + CTRL_C);
            terminal.await(PROMPT);
            terminal.type("echo yes\r");

            terminal.await("yes");
            terminal.await(PROMPT);
            assertThat(terminal.shown())
                    .containsPattern("(?<=\n|\u001b\\[\\?2004l)yes\r\n")
                    .doesNotContainPattern("(?<=\n|\u001b\\[\\?2004l)no\r\n");
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
    void takesBackWhatIsPastedBehindTheCall() throws Exception {
        try (PseudoTerminal terminal = start(Map.of(), "-l", "trace")) {
            terminal.await(PROMPT);
            terminal.type("\u001b[200~GetOOMEvent\necho no\n\u001b[201~");
            terminal.await("GetOOMEvent sends {}");
            terminal.type(CTRL_C);
            terminal.await(PROMPT);
            terminal.type("echo yes\r");

            assertThat(terminal.await(RUNS + "yes")).doesNotContain("no\r\n");
        }
    }
}
