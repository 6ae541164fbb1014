// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandFileTest {
    private static final String SERVING = "{\"status\":\"SERVING\"}\n";

    @TempDir
    Path directory;

    @Test
    void runsOneCommandALineButForCommentsAndEmptyLines() throws IOException {
        String file = file("# to begin with", "Check", "", "  # another", "\techo a # b  ", "Check");

        assertThat(run("--file", file)).isEqualTo(new Transcript(0, SERVING + "a # b\n" + SERVING, ""));
    }

    @Test
    void takesLinesAsOtherSystemsEndThem() throws IOException {
        Path file = Files.writeString(directory.resolve("dos"), "\ufeffecho a\r\n\r\necho b");

        assertThat(run("--file", file.toString()).lines()).containsExactly("a", "b");
    }

    @Test
    void readsStandardInput() {
        assertThat(Transcript.given().stdin("echo a\nCheck -\n").run("connect", "--server-address=sim:", "--file", "-"))
                .satisfies(run -> {
                    assertThat(run.code()).isEqualTo(3);
                    assertThat(run.out()).isEqualTo("a\n");
                    assertThat(run.err())
                            .startsWith("error: standard input, line 2: ")
                            .contains("standard input carries the commands (--file -)");
                });
    }

    @Test
    void runsFilesAndCommandsInTheOrderOfTheCommandLine() throws IOException {
        String first = file("echo 2", "echo 3");
        String second = file("echo 5");

        assertThat(run("-c", "echo 1", "--file", first, "-c", "echo 4", "--file=" + second, "-c", "echo 6", "echo 7")
                        .lines())
                .containsExactly("1", "2", "3", "4", "5", "6", "7");
    }

    @Test
    void repeatsAllOfThem() throws IOException {
        assertThat(run("--file", file("echo a"), "--repeat", "2", "-c", "echo b")
                        .lines())
                .containsExactly("a", "b", "a", "b");
    }

    @Test
    void carriesARepeatFromLineToLine() throws IOException {
        assertThat(run("--file", file("repeat 3", "# of what follows", "echo a"))
                        .lines())
                .containsExactly("a", "a", "a");
    }

    @Test
    void namesTheLineOfAWrongCommandBeforeAnyIsRun() throws IOException {
        String file = file("Check", "# one more", "Chek");
        Transcript run = run("--file", file);

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .isEqualTo("error: " + file + ", line 3: unknown call 'Chek'; did you mean 'Check'?\n  Chek\n  ^\n");
    }

    @Test
    void stopsAtACallThatFailsAndNamesItsLine() throws IOException {
        String file = file("Check", "PauseContainer cid=x", "Check");
        Transcript run = run("--file", file);

        assertThat(run.code()).isGreaterThan(64);
        assertThat(run.out()).isEqualTo(SERVING);
        assertThat(run.err()).startsWith("error: " + file + ", line 2: PauseContainer failed: ");
    }

    @Test
    void goesOnWhereErrorsAreIgnored() throws IOException {
        String file = file("Chek", "repeat 2", "PauseContainer cid=x", "Check colour=red", "Check");
        Transcript run = run("--ignore-errors", "--file", file);

        assertThat(run.code()).isZero();
        assertThat(run.out()).isEqualTo(SERVING);
        assertThat(run.err().lines().filter(line -> line.startsWith("error: ")))
                .extracting(line -> line.replaceAll(".*, (line \\d+): .*", "$1"))
                .containsExactly("line 1", "line 3", "line 3", "line 4");
    }

    @Test
    void isDryRunLikeAnyCommand() throws IOException {
        assertThat(Transcript.of("connect", "--dry-run", "--file", file("StartContainer cid=a")))
                .isEqualTo(new Transcript(0, "{\"container_id\":\"a\"}\n", ""));
    }

    @Test
    void mayHoldNothing() throws IOException {
        assertThat(run("--file", file("# nothing"))).isEqualTo(new Transcript(0, "", ""));
    }

    @Test
    void goesOnToTheShell() throws IOException {
        assertThat(Transcript.given()
                        .stdin("echo b\n")
                        .run("connect", "--server-address", "sim:", "-i", "--file", file("echo a"))
                        .lines())
                .containsExactly("a", "b");
    }

    @Test
    void tellsWhichFileCannotBeReadAndWhy() throws IOException {
        String latin1 = Files.write(directory.resolve("x"), "echo \u00e4".getBytes(StandardCharsets.ISO_8859_1))
                .toString();

        for (List<String> wrong : List.of(
                List.of(directory.resolve("none").toString(), "no such file"),
                List.of(directory.toString(), "it is a directory"),
                List.of(latin1, "is not UTF-8 text"))) {
            Transcript run = run("-c", "Check", "--file", wrong.get(0), "--ignore-errors");

            assertThat(run.code()).isEqualTo(3);
            assertThat(run.out()).isEmpty();
            assertThat(run.err()).contains(wrong);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--file - -i", "--file - --file -", "--file"})
    void refusesWhatCannotBeMeant(String options) {
        assertThat(run(options.split(" ")).code()).isEqualTo(2);
    }

    private String file(String... lines) throws IOException {
        return Files.write(Files.createTempFile(directory, "commands", ".txt"), List.of(lines))
                .toString();
    }

    private static Transcript run(String... options) {
        List<String> arguments = new ArrayList<>(List.of("connect", "--server-address", "sim:"));
        arguments.addAll(List.of(options));
        return Transcript.of(arguments.toArray(String[]::new));
    }
}
