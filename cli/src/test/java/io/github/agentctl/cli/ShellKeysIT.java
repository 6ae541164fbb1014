// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys in all their forms, and pastes. */
class ShellKeysIT extends ShellOnATerminal {
    private static final String PASTE = "\u001b[200~";
    private static final String PASTED = "\u001b[201~";

    @ParameterizedTest
    @CsvSource({
        "xterm-256color, [",
        "xterm-256color, O",
        "vt100, [",
        "vt100, O",
    })
    void takesArrowsInBothForms(String type, String form) throws Exception {
        String key = "\u001b" + form;
        try (PseudoTerminal terminal = start(Map.of("TERM", type))) {
            terminal.await(PROMPT);
            terminal.type("echo one\r");
            terminal.await(RUNS + "one");
            terminal.await(PROMPT);
            terminal.type("echo two\r");
            terminal.await(RUNS + "two");
            terminal.await(PROMPT);
            // Back to two, to one, and on to two again.
            terminal.type(key + "A" + key + "A" + key + "B" + "\r");
            terminal.await(RUNS + "two");
            terminal.await(PROMPT);
            // Before the last letter, at the beginning of the line, at its end.
            terminal.type("cho 13" + key + "D2" + key + "He" + key + "F4\r");
            terminal.await(RUNS + "1234");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                PASTE + "echo one\necho two\nStatsContainer cid=three\n" + PASTED,
                "echo one\necho two\nStatsContainer cid=three\n"
            })
    void runsEachLineOfAPaste(String pasted) throws Exception {
        try (PseudoTerminal terminal = start(Map.of(), "--dry-run")) {
            terminal.await(PROMPT);
            terminal.type(pasted);
            terminal.await("\"container_id\": \"three\"");
            assertThat(terminal.shown())
                    .containsPattern("(?s)(?<=\n|\u001b\\[\\?2004l)one\r\n.*(?<=\n|\u001b\\[\\?2004l)two\r\n");
            terminal.await(PROMPT);
            terminal.type(CTRL_D);
            assertThat(terminal.awaitEnd()).isZero();
        }
        assertThat(Files.readAllLines(home.resolve(".local/state/kata-agent-ctl/history")))
                .extracting(line -> line.replaceFirst("^[0-9]+:", ""))
                .containsExactly("echo one", "echo two", "StatsContainer cid=three");
    }

    @Test
    void letsTheLastLineOfAPasteBeEditedWhereItDoesNotEnd() throws Exception {
        try (PseudoTerminal terminal = start(Map.of())) {
            terminal.await(PROMPT);
            terminal.type(PASTE + "echo one\r\necho tw" + PASTED);
            terminal.type("o\r");

            terminal.await(RUNS + "one\r\ntwo");
        }
    }

    @Test
    void completesTheLastLineOfAPaste() throws Exception {
        try (PseudoTerminal terminal = start(Map.of(), "--dry-run")) {
            terminal.await(PROMPT);
            terminal.type(PASTE + "echo one\nStatsCont" + PASTED + "\tcid=x\r");

            terminal.await(RUNS + "one");
            terminal.await("\"container_id\": \"x\"");
        }
    }
}
