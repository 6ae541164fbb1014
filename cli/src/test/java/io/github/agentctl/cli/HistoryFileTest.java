// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryFileTest {
    @TempDir
    Path states;

    private Path history;

    @BeforeEach
    void makeTheDirectory() throws IOException {
        history = Files.createDirectory(states.resolve("kata-agent-ctl")).resolve("history");
    }

    @Test
    void isForTheUsersEyesOnlyFromTheFirstMomentAndAgain() throws IOException {
        assertThat(file()).isEqualTo(history);
        assertThat(mode(history)).isEqualTo("rw-------");

        Files.setPosixFilePermissions(history, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(file()).isEqualTo(history);
        assertThat(mode(history)).isEqualTo("rw-------");
    }

    @Test
    void leavesWhatALinkPointsToAsItIs() throws IOException {
        Path other = Files.createFile(states.resolve("other"));
        Files.setPosixFilePermissions(other, PosixFilePermissions.fromString("rw-r--r--"));
        Files.createSymbolicLink(history, other);

        assertThat(file()).isEqualTo(history);
        assertThat(mode(other)).isEqualTo("rw-r--r--");
    }

    @Test
    void isNotKeptInADevice() throws IOException {
        String before = mode(Path.of("/dev/null"));
        Files.createSymbolicLink(history, Path.of("/dev/null"));

        assertThat(file()).isNull();
        assertThat(mode(Path.of("/dev/null"))).isEqualTo(before);
    }

    @Test
    void isNotKeptInAFifoWhichWouldNeverOpen() throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("mkfifo", history.toString()).start().waitFor())
                .isZero();

        assertThat(file()).isNull();
    }

    private Path file() {
        return HistoryFile.of(
                Map.of("XDG_STATE_HOME", states.toString()),
                new Log(new PrintStream(PrintStream.nullOutputStream()), LogLevel.INFO));
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
