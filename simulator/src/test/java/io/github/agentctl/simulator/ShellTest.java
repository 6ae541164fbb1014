// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShellTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void refusesACommandThatWouldFillTheMemory() throws IOException {
        assertThat(run("echo " + "$NAME".repeat(500_000) + "; echo next")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("sh: Argument list too long\n");
        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "echo a  b~a b|~0",
                "echo 'a  b' \"c  $NAME\" \\$NAME '$NAME'~a  b c  value $NAME $NAME|~0",
                "echo -n a; echo b~ab|~0",
                "true && echo yes || echo no~yes|~0",
                "false && echo yes || echo no~no|~0",
                "false; echo $?~1|~0",
                "exit 3; echo no~``~3",
                "false; exit~``~1",
                "sh -c 'exit 5'; echo $?~5|~0",
                "/bin/echo ${NAME}s # a comment~values|~0",
                "echo gone >/dev/null; echo there~there|~0",
                "exec echo last; echo no~last|~0",
                "echo a;~a|~0",
                "exit 256~``~0",
                "exit -1~``~255",
                "pwd; env~/srv|NAME=value|~0",
                "sleep 0.001s; sleep 0 0~``~0",
                "cat~input~0",
                "``~``~0",
            })
    void runs(String script, String output, int code) throws IOException {
        assertThat(run(script)).isEqualTo(code);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(output.replace('|', '\n'));
        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "echo oops >&2~oops~0",
                "nosuch~sh: nosuch: not found~127",
                "/opt/cat~sh: /opt/cat: not found~127",
                "echo a | cat~sh: syntax error: unexpected \"|\"~2",
                "sleep 1 &~sh: syntax error: unexpected \"&\"~2",
                "&& echo~sh: syntax error: unexpected \"&&\"~2",
                "echo 'open~sh: syntax error: unterminated quoted string~2",
                "cat /etc/passwd~cat: can't open '/etc/passwd': No such file or directory~1",
                "sleep x~sleep: invalid number 'x'~1",
                "sleep~sleep: missing operand~1",
                "exit x~sh: exit: Illegal number: x~2",
                "echo a > /tmp/x~sh: can't redirect '>'~1",
                "echo a >/tmp/x~sh: can't redirect '>/tmp/x'~1",
                "stty size~stty: standard input: Not a tty~1",
            })
    void complains(String script, String complaint, int code) throws IOException {
        assertThat(run(script)).isEqualTo(code);
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo(complaint + "\n");
        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void readsLinesFromItsInput() throws IOException {
        int code = Shell.run(context("echo a\nfalse\n\nexit 4\necho no\n"), List.of("sh"));

        assertThat(code).isEqualTo(4);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("a\n");
    }

    @Test
    void leavesTheRestOfTheInputToItsPrograms() throws IOException {
        Shell.run(context("cat\nnot a command\n"), List.of("sh"));

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("not a command\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sh", "/bin/sh", "/usr/bin/cat", "echo", "/pause"})
    void findsPrograms(String path) {
        assertThat(Programs.find(path)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/opt/sh", "./sh", "/bin/nosuch", "bin/sh"})
    void findsNoOthers(String path) {
        assertThat(Programs.find(path)).isEmpty();
    }

    private int run(String script) throws IOException {
        return Shell.run(context("input"), List.of("sh", "-c", script));
    }

    private Program.Context context(String input) {
        return new Program.Context(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                out,
                err,
                Map.of("NAME", "value"),
                "/srv",
                7,
                Optional::empty);
    }
}
