// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes of mistakes: the exit code, and a message that helps. */
class BadInputTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Chek                                                  | 'Check'        | 0",
                "check                                                 | 'Check'        | 0",
                "Check servce=x                                        | 'service'      | 6",
                "GetGuestDetails json://{\"mem_block_sise\": true}      | mem_block_size | 24",
                "GetGuestDetails json://{\"mem_block_size\": 7}         | mem_block_size |",
                "ReadStdout len=x                                      | len            |",
                "ReadStdout len=-1                                     | len            |",
                "ReadStdout len=4294967296                             | len            |",
                "ReadStdout json://{\"len\": 4294967296}                | len            |",
                "Check json://{\"service\": }                           |                |",
                "Check json://{\"service\": \"x\"                         |                |",
                "Check service=\"x                                      | quote          |",
                "AddARPNeighbors neighbors.ARPNeighbors[0].toIPAddress.family=v5 | v4    |",
                "SignalProcess signal=usr9                             | usr            |",
                "Check file://relative/nosuch.json                     | nosuch.json    |",
            })
    void wrongCallsEndWith3AndShowThePlace(String command, String hint, Integer place) {
        Transcript run = Transcript.of("connect", "--server-address", "sim:", "-c", command);

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("error: ").contains("\n  " + command + "\n");
        assertThat(run.err().lines().reduce("", (before, line) -> line))
                .matches(" *\\^")
                .hasSizeBetween(3, command.length() + 3);
        if (hint != null) {
            assertThat(run.err().toLowerCase(java.util.Locale.ROOT)).contains(hint.toLowerCase(java.util.Locale.ROOT));
        }
        if (place != null) {
            assertThat(run.err()).endsWith("\n  " + " ".repeat(place) + "^\n");
        }
    }

    @Test
    void aWrongNameIsFoundBeforeAnythingIsSent() {
        Transcript run = Transcript.of("connect", "--server-address", "sim:", "-c", "Check", "Chek");

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void aWrongCallIsFoundBeforeConnecting() {
        assertThat(Transcript.of("connect", "--server-address", "unix:///nosuch", "-c", "Check x=1")
                        .code())
                .isEqualTo(3);
    }

    @Test
    void filesThatCannotBeReadEndWith3AndNameThePath(@TempDir Path directory) throws IOException {
        Path broken = Files.writeString(directory.resolve("broken.json"), "{\"service\": ");
        for (String source :
                new String[] {"file://" + directory.resolve("nosuch.json"), "file://" + directory, "file://" + broken
                }) {
            Transcript run = Transcript.of("connect", "--dry-run", "-c", "Check " + source);

            assertThat(run.code()).as(source).isEqualTo(3);
            assertThat(run.err()).contains(source.substring("file://".length()));
        }
        Transcript bundle = Transcript.of(
                "connect",
                "--dry-run",
                "--bundle-dir",
                directory.resolve("none").toString(),
                "-c",
                "CreateContainer");
        assertThat(bundle.code()).isEqualTo(3);
        assertThat(bundle.err()).contains(directory.resolve("none").toString());
    }

    @Test
    void endlessInputIsReadToFourMebibytesAtMost() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return ' ';
            }
        };

        Transcript run = Transcript.given().stdin(endless).run("connect", "--dry-run", "-c", "Check -");
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).contains("4 MiB");
        assertThat(Transcript.of("connect", "--dry-run", "-c", "Check file:///dev/zero")
                        .code())
                .isEqualTo(3);
    }

    @Test
    void deepNestingEndsWith3() {
        Transcript run = Transcript.of("connect", "--dry-run", "-c", "Check json://" + "[".repeat(100_000));

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err().length()).isLessThan(1000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\n"})
    void anEmptyCommandEndsWith2(String command) {
        Transcript run = Transcript.of("connect", "--server-address", "sim:", "-c", command);

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("empty command", "-c Check");
    }

    @Test
    void noCommandAndNoAddressEndWith2() {
        assertThat(Transcript.of("connect", "--server-address", "sim:"))
                .satisfies(run -> assertThat(run.code()).isEqualTo(2))
                .satisfies(run -> assertThat(run.err()).contains("-c COMMAND"));
        assertThat(Transcript.of("connect", "--server-address", "sim:", "-c").code())
                .isEqualTo(2);
        assertThat(Transcript.of("connect", "-c", "Check"))
                .satisfies(run -> assertThat(run.code()).isEqualTo(2))
                .satisfies(run ->
                        assertThat(run.err()).contains("--server-address", "KATA_AGENT_CTL_SERVER_ADDRESS", "unix://"));
        assertThat(Transcript.of("connect", "-i").code()).isEqualTo(2);
        assertThat(Transcript.of("simulate"))
                .satisfies(run -> assertThat(run.code()).isEqualTo(2))
                .satisfies(run -> assertThat(run.err()).contains("--listen", "KATA_AGENT_SERVER_ADDR"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--timeout             | x           | such as 5s",
                "--connect-timeout     | 5q          | such as 5s",
                "--hybrid-vsock-port   | x           | 0 to 4294967294",
                "--hybrid-vsock-port   | 4294967295  | 0 to 4294967294",
                "--output              | yaml        | invalid value for --output: 'yaml'; expected json, pretty, text, raw",
                "--repeat              | x           | invalid value for --repeat: 'x'; expected a whole number, as in 3; below 0 is for ever",
                "--repeat              | 1.5         | invalid value for --repeat: '1.5'",
                "-l                    | loud        | invalid value for -l, --log-level: 'loud'; expected trace, debug, info, warn, error, critical",
                "--nosuch              | x           | unknown option '--nosuch'",
                "--server-adress       | x           | unknown option '--server-adress'; did you mean '--server-address'?",
                "--server-adress=x     | Check       | unknown option '--server-adress'; did you mean '--server-address'?",
                "--timeout             | -c          | --timeout lacks its value; expected --timeout TIME",
                "--listen              | x           | --listen is an option of simulate",
                "--timeout=1s          | --timeout=2s | --timeout is given more than once",
                "-n                    | x           | 'x'",
            })
    void valuesThatAnOptionDoesNotTakeEndWith2(String option, String value, String expected) {
        Transcript run = Transcript.of("connect", "--server-address", "sim:", option, value, "-c", "Check");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains(expected, "try: kata-agent-ctl connect --help");
    }

    @ParameterizedTest
    @CsvSource({
        "connect, x, 'unexpected ''x''; commands stand after -c, and after a switch only true or false'",
        "transports, foo, unexpected 'foo'; after transports stand options only",
        "generate-cid, foo, unexpected 'foo'; after generate-cid stand options only",
        "simulate, foo, unexpected 'foo'; after simulate stand options only",
    })
    void saysWhatMayStandAfterASubcommand(String command, String word, String expected) {
        Transcript run = Transcript.of(command, word);

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err().lines())
                .containsExactly("error: " + expected, "  try: kata-agent-ctl " + command + " --help");
    }

    @ParameterizedTest
    @CsvSource({
        "hvsock:///nosuch/s:1024, 1025, 2, --hybrid-vsock-port 1025 contradicts the port in hvsock:///nosuch/s:1024; name",
        "hvsock:///nosuch/s:1024, 1024, 4, cannot connect to hvsock:///nosuch/s:1024: socket:",
        "hvsock:///nosuch/s, 1025, 4, cannot connect to hvsock:///nosuch/s:1025: socket:",
        "hvsock://@nosuch, 1025, 4, cannot connect to hvsock://@nosuch:1025: socket:",
    })
    void twoPortsMustBeTheSame(String address, String port, int code, String expected) {
        for (String flag : new String[] {"true", "false"}) {
            Transcript run = Transcript.of(
                    "connect",
                    "--server-address",
                    address,
                    "--hybrid-vsock",
                    flag,
                    "--hybrid-vsock-port",
                    port,
                    "--connect-timeout",
                    "50ms",
                    "-c",
                    "Check");
            assertThat(run.code()).isEqualTo(code);
            assertThat(run.err()).contains(expected);
        }
    }

    @Test
    void saysWhatAnOptionWithoutItsValueTakes() {
        assertThat(Transcript.of("connect", "--server-address", "sim:", "-c").err())
                .startsWith("error: -c, --cmd lacks its value; expected -c COMMAND\n");
    }

    @ParameterizedTest
    @CsvSource({
        "--server-address, --server-address is an option of connect and stands behind that word: kata-agent-ctl connect"
                + " --server-address ...",
        "-c, -c is an option of connect",
        "--transport, --transport is an option of connect and simulate"
    })
    void saysWhoseOptionStandsBeforeASubcommand(String option, String expected) {
        for (String[] rest : new String[][] {{option, "x"}, {option, "x", "connect", "-c", "Check"}}) {
            Transcript run = Transcript.of(rest);
            assertThat(run.code()).isEqualTo(2);
            assertThat(run.err()).contains(expected);
        }
    }

    @Test
    void anUnknownSubcommandEndsWith2() {
        Transcript run = Transcript.of("conect");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("unknown subcommand 'conect'", "connect");
    }

    @Test
    void nothingIsReadFromFilesOfArguments(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("arguments"), "--help");

        assertThat(Transcript.of("connect", "@" + file).code()).isEqualTo(2);
        assertThat(Transcript.given()
                        .variables(Map.of("KATA_AGENT_CTL_SERVER_ADDRESS", "sim:"))
                        .run("connect", "-c", "@" + file)
                        .code())
                .isEqualTo(3);
    }
}
