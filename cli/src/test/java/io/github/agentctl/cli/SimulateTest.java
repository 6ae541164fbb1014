// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulateTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    @Test
    void failsCallsOnRequest() {
        String address = "sim://faults";
        var agent = simulate(
                address,
                "--fault",
                "GetGuestDetails:status=UNAVAILABLE",
                "--fault=Check:status=5,count=1,message=gone, for now",
                "--fault",
                "Version:oversize");

        assertThat(connect(address, "GetGuestDetails").code()).isEqualTo(78);
        Transcript first = connect(address, "Check");
        assertThat(first.code()).isEqualTo(69);
        assertThat(first.err()).contains("Check failed: NOT_FOUND (5): gone, for now");
        assertThat(connect(address, "Check").out()).isEqualTo("{\"status\":\"SERVING\"}\n");
        assertThat(connect(address, "Version").code()).isEqualTo(72);

        assertEnds(agent, address);
    }

    @Test
    void setsTrapsAndHasPolicies() {
        String address = "sim://traps";
        var agent = simulate(address, "--trap", "wiped-rootfs", "--trap=duplicate-id", "--policy");

        Transcript policy = connect(
                address,
                "SetPolicy json://{\"policy\": \"package agent_policy\\ndefault DestroySandboxRequest := true\\n"
                        + "default GetMetricsRequest := false\"}",
                "GetMetrics");
        assertThat(policy.code()).isEqualTo(71);
        assertThat(policy.err()).contains("GetMetricsRequest is blocked by policy");

        assertEnds(agent, address);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "--fault | Chekc:hang | error: bad fault 'Chekc:hang': the agent has no call 'Chekc'; did you mean 'Check'?",
                "--fault | Check | it names no call and what happens to it; expected CALL:WHAT[,WHAT...]",
                "--fault | Check:status=UNAVAILIBLE | did you mean 'UNAVAILABLE'?",
                "--trap | wiped | there is no trap 'wiped', only double-start, wiped-rootfs, duplicate-id",
            })
    void saysWhatIsExpectedBeforeItListens(String option, String value, String message) {
        Transcript run = Transcript.of("simulate", "--listen", "sim://never", option, value);

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains(message);
    }

    private static CompletableFuture<Transcript> simulate(String address, String... options) {
        List<String> arguments = new ArrayList<>(List.of("simulate", "--listen", address));
        arguments.addAll(List.of(options));
        return CompletableFuture.supplyAsync(
                () -> Transcript.of(arguments.toArray(String[]::new)), task -> new Thread(task).start());
    }

    private static Transcript connect(String address, String... calls) {
        List<String> arguments = new ArrayList<>(List.of("connect", "--server-address", address));
        for (String call : calls) {
            arguments.add("-c");
            arguments.add(call);
        }
        return Transcript.of(arguments.toArray(String[]::new));
    }

    private static void assertEnds(CompletableFuture<Transcript> agent, String address) {
        assertThat(connect(address, "DestroySandbox").code()).isZero();
        assertThat(agent)
                .succeedsWithin(SOON)
                .satisfies(ended -> assertThat(ended.code()).isZero());
    }
}
