// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The options, as transcripts; calls go to an embedded agent. */
class OptionsTest {
    private static final String SERVING = "{\"status\":\"SERVING\"}";

    @Test
    void readsLinesInADryRunWithoutAnAddress() {
        assertThat(Transcript.given().stdin("Check\n").run("connect", "--dry-run", "-i"))
                .isEqualTo(new Transcript(0, "{\"service\":\"\"}\n", ""));
    }

    @Test
    void takesSeveralCommandsInEveryWay() {
        Transcript run = Transcript.of(
                "connect", "--server-address", "sim:", "-c", "Check", "Check", "-c", "Check", "--cmd", "Check");

        assertThat(run).isEqualTo(new Transcript(0, (SERVING + "\n").repeat(4), ""));
    }

    @Test
    void takesTheAddressFromTheEnvironment() {
        Map<String, String> variables = Map.of("KATA_AGENT_CTL_SERVER_ADDRESS", "sim:");

        assertThat(Transcript.given().variables(variables).run("connect", "-c", "Check"))
                .isEqualTo(new Transcript(0, SERVING + "\n", ""));
        assertThat(Transcript.given().variables(variables).run("connect", "--server-address", "x:", "-c", "Check"))
                .extracting(Transcript::code)
                .as("the option is nearer")
                .isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"-n, ''", "-n, true", "--no-auto-values, true", "--no-auto-values=true, ''"})
    void generatesNothingWithNoAutoValues(String option, String value) {
        Transcript run = value.isEmpty()
                ? Transcript.of("connect", "--dry-run", option, "-c", "CreateSandbox")
                : Transcript.of("connect", "--dry-run", option, value, "-c", "CreateSandbox");

        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("\"sandbox_id\":\"\"");
    }

    @Test
    void generatesWhereNoAutoValuesIsFalseOrAbsent() {
        assertThat(Transcript.of("connect", "--dry-run", "-n", "false", "-c", "CreateSandbox")
                        .out())
                .containsPattern("\"sandbox_id\":\"[0-9a-f]{64}\"");
        assertThat(Transcript.of("connect", "--dry-run", "-c", "CreateSandbox").out())
                .containsPattern("\"sandbox_id\":\"[0-9a-f]{64}\"");
    }

    @Test
    void knowsValuesOfOneCommandInTheNext() {
        Transcript run = Transcript.of("connect", "--dry-run", "-c", "StatsContainer", "PauseContainer");

        assertThat(run.lines()).hasSize(2);
        assertThat(run.lines().get(0)).isEqualTo(run.lines().get(1));
    }

    @Test
    void stopsAtTheFirstErrorAndNotWhereErrorsAreIgnored() {
        Transcript stopped =
                Transcript.of("connect", "--server-address", "sim:", "-c", "Check", "PauseContainer cid=nope", "Check");
        assertThat(stopped.code()).isEqualTo(64 + 3);
        assertThat(stopped.lines()).containsExactly(SERVING);

        Transcript ignored = Transcript.of(
                "connect",
                "--server-address",
                "sim:",
                "--ignore-errors",
                "-c",
                "Check",
                "PauseContainer cid=nope",
                "Check x=1",
                "Check");
        assertThat(ignored.code()).isZero();
        assertThat(ignored.lines()).containsExactly(SERVING, SERVING);
        assertThat(ignored.err()).contains("PauseContainer failed: INVALID_ARGUMENT (3)", "unknown field 'x'");
    }

    @ParameterizedTest
    @CsvSource({"500, 68", "1ns, 68", "5s, 0", "1m30s, 0", "0, 0"})
    void limitsACall(String time, int code) {
        assertThat(Transcript.of("connect", "--server-address", "sim:", "--timeout", time, "-c", "Check")
                        .code())
                .isEqualTo(code);
    }

    @Test
    void hybridVsockIsATransportOfItsOwn() {
        for (String[] option : new String[][] {{"--hybrid-vsock"}, {"--hybrid-vsock", "true"}}) {
            Transcript run = Transcript.given()
                    .variables(Map.of("KATA_AGENT_CTL_SERVER_ADDRESS", "unix:///run/vc/x.sock"))
                    .run(concat(
                            new String[] {"connect", "--connect-timeout", "50ms"}, option, new String[] {"-c", "Check"
                            }));

            assertThat(run.code()).isEqualTo(4);
            assertThat(run.err()).contains("hvsock:///run/vc/x.sock:1024: socket:", "no such socket");
        }
        assertThat(Transcript.of(
                                "connect",
                                "--server-address",
                                "unix:///x",
                                "--hybrid-vsock",
                                "--hybrid-vsock-port",
                                "4294967294",
                                "--connect-timeout",
                                "50ms",
                                "-c",
                                "Check")
                        .err())
                .contains("hvsock:///x:4294967294");
    }

    @Test
    void takesATransportByName() {
        assertThat(Transcript.of("connect", "--server-address", "unix:///x", "--transport", "jnr", "-c", "Check"))
                .satisfies(run -> assertThat(run.code()).isEqualTo(4))
                .satisfies(run -> assertThat(run.err()).contains("agentctl-transport-jnr"));
        assertThat(Transcript.of("connect", "--server-address", "sim:", "--transport", "jdk", "-c", "Check")
                        .code())
                .isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"3, 6", "1, 2", "0, 0"})
    void repeatsTheListOfCommands(String times, int replies) {
        Transcript run =
                Transcript.of("connect", "--server-address", "sim:", "--repeat", times, "-c", "Check", "Check");

        assertThat(run.code()).isZero();
        assertThat(run.lines()).hasSize(replies);
    }

    @Test
    void repeatsForEver() {
        Transcript run = Transcript.given()
                .runInto(new ClosedAfter(100), "connect", "--server-address", "sim:", "--repeat", "-1", "-c", "Check");

        assertThat(run).isEqualTo(new Transcript(141, "", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "connect --server-address -x",
                "connect --server-address=-x -c Check",
                "connect -c -x",
                "connect --file -x",
                "connect --file=-x",
                "connect --bundle-dir -x -c Check",
                "simulate --listen -x",
                "simulate --fault -x",
                "simulate --trap -x",
            })
    void valuesThatBeginWithADashAreToldInOurWords(String line) {
        Transcript run = Transcript.of(line.split(" "));

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).startsWith("error: ").contains("-x").doesNotContain("Exception");
    }

    private static String[] concat(String[]... parts) {
        return java.util.Arrays.stream(parts).flatMap(java.util.Arrays::stream).toArray(String[]::new);
    }
}
