// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BuiltinsTest {
    private static final String SERVING = "{\"status\":\"SERVING\"}";

    @Test
    void echoesItsWords() {
        assertThat(run("echo  hello   world", "Check", "echo"))
                .isEqualTo(new Transcript(0, "hello world\n" + SERVING + "\n\n", ""));
    }

    @ParameterizedTest
    @CsvSource({"repeat 3, 3", "repeat 1, 1", "repeat 0, 0"})
    void repeatsTheNextCommandAndNoOther(String repeat, int times) {
        Transcript run = run(repeat, "Check", "echo end");

        assertThat(run.code()).isZero();
        assertThat(run.lines()).hasSize(times + 1).endsWith("end");
    }

    @Test
    void repeatsForEverBelowZero() {
        assertThat(Transcript.given()
                        .runInto(
                                new ClosedAfter(1000),
                                "connect",
                                "--server-address",
                                "sim:",
                                "-c",
                                "repeat -5",
                                "Check"))
                .isEqualTo(new Transcript(141, "", ""));
    }

    @Test
    void repeatsBuiltinsToo() {
        assertThat(run("repeat 2", "echo x").lines()).containsExactly("x", "x");
        assertThat(run("repeat 0", "quit", "echo x").lines()).containsExactly("x");
    }

    @Test
    void stopsRepeatingAtAnErrorUnlessItIsIgnored() {
        assertThat(run("repeat 3", "PauseContainer cid=a").err().lines()).hasSize(1);
        assertThat(Transcript.of(
                                "connect",
                                "--server-address",
                                "sim:",
                                "--ignore-errors",
                                "-c",
                                "repeat 3",
                                "PauseContainer cid=a")
                        .err()
                        .lines())
                .hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "repeat",
                "repeat x",
                "repeat 1.5",
                "repeat 3 Check",
                "repeat 99999999999999999999",
                "sleep x",
                "quit x"
            })
    void refusesWhatItCannotDoBeforeAnythingIsRun(String command) {
        Transcript run = run("Check", command, "Check");

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("error: ").contains("\n  " + command + "\n", "^");
    }

    @Test
    void saysHowToWriteWhatIsRepeated() {
        assertThat(run("repeat 3 Check").err()).contains("-c 'repeat 3' -c Check");
    }

    @ParameterizedTest
    @CsvSource({
        "ehco hi, mean 'echo'",
        "Echo hi, mean 'echo'",
        "lst, mean 'list'",
        "repaet 3, mean 'repeat'",
        "exit, mean 'quit'",
        "describe Check, mean 'help'",
        "mkdir, -c list"
    })
    void tellsWhichOneWasMeant(String command, String hint) {
        Transcript run = run(command);

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).contains(hint);
    }

    @Test
    void sleeps() {
        long began = System.nanoTime();

        assertThat(run("sleep 50ms", "sleep", "sleep 500").code()).isZero();

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(Duration.ofMillis(50));
    }

    @Test
    void warnsOfASleepWithoutATime() {
        assertThat(run("sleep").err())
                .isEqualTo("warning: sleep without a time waits for nothing; write it as in sleep 1s\n");
        assertThat(run("sleep 0").err()).isEmpty();
    }

    @Test
    void saysThatATimeIsTooLong() {
        assertThat(run("sleep 99999999999999999999s").err())
                .startsWith("error: '99999999999999999999s' is over 292 years, the longest there is");
    }

    @ParameterizedTest
    @ValueSource(strings = {"repeat 2", "repeat 1", "repeat 0", "repeat -1"})
    void warnsOfARepeatThatNothingFollows(String repeat) {
        String warning = "warning: nothing follows '" + repeat + "', so nothing is repeated\n";
        assertThat(run("Check", repeat)).isEqualTo(new Transcript(0, SERVING + "\n", warning));
        assertThat(Transcript.given().stdin(repeat + "\n").run("connect", "--server-address", "sim:", "-i"))
                .isEqualTo(new Transcript(0, "", warning));
        assertThat(Transcript.given()
                        .stdin("echo x\nquit\n")
                        .run("connect", "--server-address", "sim:", "-c", repeat.replace("-1", "1"), "-i")
                        .err())
                .isEmpty();
    }

    @Test
    void quits() {
        assertThat(run("Check", "quit", "Check")).isEqualTo(new Transcript(0, SERVING + "\n", ""));
        assertThat(Transcript.of("connect", "--server-address", "sim:", "--repeat", "3", "-c", "Check", "quit")
                        .lines())
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "help"})
    void leavesStandardOutputToRepliesWhereThereAreSome(String builtin) {
        Transcript run = run(builtin, "Check");

        assertThat(run.out()).isEqualTo(SERVING + "\n");
        assertThat(run.err()).contains("GetGuestDetails");
    }

    @Test
    void answersOnStandardOutputWhereARunHasNothingElse() {
        Transcript both = Transcript.of("connect", "-c", "list", "-c", "help");
        assertThat(both.lines().stream().filter(line -> line.equals("Builtin commands:")))
                .hasSize(2);
        assertThat(both.err()).isEmpty();
    }

    @Test
    void answersBesideStandardOutputWhereLinesAreRead() {
        Transcript lines =
                Transcript.given().stdin("list\nhelp\nCheck\n").run("connect", "--server-address", "sim:", "-i");
        assertThat(lines.out()).isEqualTo(SERVING + "\n");
        assertThat(lines.err().lines().filter(line -> line.equals("Builtin commands:")))
                .hasSize(2);
        Transcript dry = Transcript.of("connect", "--dry-run", "-c", "help", "Check");
        assertThat(dry.out()).isEqualTo("{\"service\":\"\"}\n");
        assertThat(dry.err()).contains("Builtin commands:");
        assertThat(run("list", "echo x").out()).isEqualTo("x\n");
    }

    private static Transcript run(String... commands) {
        String[] arguments = new String[commands.length + 4];
        arguments[0] = "connect";
        arguments[1] = "--server-address";
        arguments[2] = "sim:";
        arguments[3] = "-c";
        System.arraycopy(commands, 0, arguments, 4, commands.length);
        return Transcript.of(arguments);
    }
}
