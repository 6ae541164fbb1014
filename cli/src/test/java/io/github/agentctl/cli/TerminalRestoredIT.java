// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However a run at a terminal ends, the terminal is then as it was. */
class TerminalRestoredIT extends ShellOnATerminal {
    @Test
    void afterCtrlCInACall() throws Exception {
        try (PseudoTerminal terminal = startBetweenLooks("-l", "trace", "-c", "GetOOMEvent")) {
            terminal.await("GetOOMEvent sends {}");
            terminal.type(CTRL_C);
            terminal.await("code 130");
            assertRestored(terminal);
        }
    }

    @Test
    void afterTheShell() throws Exception {
        try (PseudoTerminal terminal = startBetweenLooks("-i")) {
            terminal.await(PROMPT);
            terminal.type(CTRL_D);
            terminal.await("code 0");
            assertRestored(terminal);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT", "HUP"})
    void afterASignalAtThePrompt(String signal) throws Exception {
        try (PseudoTerminal terminal = startBetweenLooks("-i")) {
            terminal.await(PROMPT);
            terminal.type("half a com");
            kill(signal);
            if (signal.equals("INT")) {
                // Takes back what is typed, as the key does.
                terminal.await(PROMPT);
                kill("TERM");
            }
            terminal.await(signal.equals("HUP") ? "code 129" : "code 143");
            assertRestored(terminal);
        }
    }

    @Test
    void afterASignalInACallOfTheShell() throws Exception {
        try (PseudoTerminal terminal = startBetweenLooks("-l", "trace", "-i")) {
            terminal.await(PROMPT);
            terminal.type("GetOOMEvent\r");
            terminal.await("GetOOMEvent sends {}");
            kill("TERM");
            terminal.await("code 143");
            assertRestored(terminal);
        }
    }

    private void kill(String signal) throws Exception {
        String pid = Files.readString(home.resolve("pid")).strip();
        assertThat(Ran.of("kill", "-" + signal, pid).code()).isZero();
    }

    private void assertRestored(PseudoTerminal terminal) throws Exception {
        assertThat(terminal.awaitEnd()).isZero();
        assertThat(home.resolve("after")).hasSameTextualContentAs(home.resolve("before"));
    }

    private PseudoTerminal startBetweenLooks(String... options) throws Exception {
        String line = "trap : INT; cd " + home + "; stty -g >before;"
                + " sh -c 'echo $$ >pid; exec \"$0\" connect --server-address sim: \"$@\"' \"$0\" \"$@\";"
                + " echo code $?; stty -g >after";
        List<String> command = new java.util.ArrayList<>(List.of("sh", "-c", line, command()));
        command.addAll(List.of(options));
        return PseudoTerminal.start(Map.of("TERM", "xterm-256color", "HOME", home.toString()), command, "");
    }
}
