// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the shell keeps of what is typed. */
class ShellHistoryIT extends ShellOnATerminal {
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
    void putsAHistoryAsideThatCannotBeReadBesideOlderOnes() throws Exception {
        Path directory = Files.createDirectories(home.resolve(".local/state/kata-agent-ctl"));
        byte[] unreadable = {(byte) 0xff, '\n'};
        Files.write(directory.resolve("history"), unreadable);
        Files.writeString(directory.resolve("history.broken"), "an older one");
        try (PseudoTerminal terminal = start(Map.of())) {
            terminal.await("cannot be read, so it is now " + directory.resolve("history.broken.2"));
            terminal.await(PROMPT);
            terminal.type("echo kept\r");
            terminal.await(RUNS + "kept");
            terminal.await(PROMPT);
            terminal.type(CTRL_D);
            assertThat(terminal.awaitEnd()).isZero();
        }
        assertThat(directory.resolve("history.broken.2")).hasBinaryContent(unreadable);
        assertThat(directory.resolve("history.broken")).hasContent("an older one");
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
}
