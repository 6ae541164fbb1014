// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InteractiveTest {
    private static final String SERVING = "{\"status\":\"SERVING\"}";

    @Test
    void runsOneCommandALineToTheEnd() {
        assertThat(run("Check\n\n  \nCheck\r\necho end"))
                .isEqualTo(new Transcript(0, SERVING + "\n" + SERVING + "\nend\n", ""));
    }

    @Test
    void goesOnAfterAnError() {
        Transcript run = run("Chek\nPauseContainer cid=x\nrepeat x\nCheck\n");

        assertThat(run.code()).isZero();
        assertThat(run.out()).isEqualTo(SERVING + "\n");
        assertThat(run.err()).contains("did you mean 'Check'", "PauseContainer failed", "'x' is no number");
    }

    @Test
    void hintsAtCommandsAsTheyAreTypedHere() {
        assertThat(run("mkdir\nrepeat 3 Check\n").err())
                .contains("unknown call 'mkdir' ('list' says what there is)")
                .contains("a command of its own: 'repeat 3', then 'Check'")
                .doesNotContain("-c ");
    }

    @Test
    void endsAtQuit() {
        assertThat(run("quit\nCheck\n")).isEqualTo(new Transcript(0, "", ""));
    }

    @Test
    void repeatsAcrossLines() {
        assertThat(run("repeat 2\nCheck\nCheck\n").lines()).hasSize(3);
    }

    @Test
    void runsCommandsOfTheCommandLineFirst() {
        assertThat(Transcript.given()
                        .stdin("echo two\n")
                        .run("connect", "--server-address", "sim:", "-i", "-c", "echo one")
                        .lines())
                .containsExactly("one", "two");
    }

    @Test
    void promptsOnATerminalAndNotOnStandardOutput() {
        Transcript run =
                Transcript.given().onTerminal().stdin("echo x\n").run("connect", "--server-address", "sim:", "-i");

        assertThat(run).isEqualTo(new Transcript(0, "x\n", "agent> agent> "));
    }

    @Test
    void cutsALongNameInWhatItSays() {
        assertThat(run("x".repeat(5_000_000) + "\n").err())
                .contains("'" + "x".repeat(100) + "... (4999900 more)'")
                .hasSizeLessThan(1000);
    }

    @Test
    void keepsStandardInputForCommands() {
        Transcript run = run("Check -\nCheck\n");

        assertThat(run.err()).contains("standard input carries the commands (-i)");
        assertThat(run.out()).isEqualTo(SERVING + "\n");
    }

    @Test
    void saysAtOnceThatNobodyIsThere() {
        assertThat(Transcript.given()
                        .stdin("Check\n")
                        .run("connect", "--server-address", "unix:///nosuch", "--connect-timeout", "1ms", "-i")
                        .code())
                .isEqualTo(4);
    }

    private static Transcript run(String lines) {
        return Transcript.given().stdin(lines).run("connect", "--server-address", "sim:", "--interactive", "true");
    }
}
