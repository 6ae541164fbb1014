// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import static io.github.agentctl.simulator.AgentFixture.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.agentctl.proto.ExecProcessRequest;
import io.github.agentctl.proto.Process;
import io.grpc.Status.Code;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessLifeTest {
    private final AgentFixture agent = new AgentFixture();

    @AfterEach
    void end() {
        agent.close();
    }

    @ParameterizedTest
    @CsvSource({"1, 129", "2, 130", "6, 134", "9, 137", "10, 138", "12, 140", "15, 143", "64, 192"})
    void endsAProcessWithTheDefaultEffectOfASignal(int signal, int code) {
        agent.run("c1", "cat");
        agent.exec("c1", "e1", "sleep", "1000");

        agent.signal("c1", "e1", signal);

        assertThat(agent.exitCode("c1", "e1")).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 17, 18, 23, 28})
    void leavesAProcessAliveThatIgnoresASignal(int signal) {
        agent.run("c1", "cat");

        agent.signal("c1", "c1", signal);

        agent.write("c1", "c1", "alive");
        assertThat(agent.out("c1", "c1", 10)).isEqualTo("alive");
    }

    @Test
    void killsTheFirstProcessWhenItIsAskedToTerminate() {
        agent.run("c1", "cat");

        agent.signal("c1", "c1", 15);

        assertThat(agent.exitCode("c1", "c1")).isEqualTo(137);
    }

    @Test
    void killsAllProcessesOfAContainerWhereNoneIsNamed() {
        agent.run("c1", "cat");
        agent.exec("c1", "e1", "cat");

        agent.signal("c1", "", 9);

        assertThat(agent.exitCode("c1", "e1")).isEqualTo(137);
        assertThat(agent.exitCode("c1", "c1")).isEqualTo(137);
    }

    @Test
    void stopsAndContinuesAProcess() {
        agent.run("c1", "cat");
        agent.signal("c1", "c1", 19);
        agent.write("c1", "c1", "one");
        var read = agent.futures().readStdout(AgentFixture.read("c1", "c1", 10));
        agent.signal("c1", "c1", 10);
        assertThat(read).isNotDone();

        agent.signal("c1", "c1", 18);

        assertThat(agent.exitCode("c1", "c1")).isEqualTo(138);
    }

    @Test
    void killsAStoppedProcess() {
        agent.run("c1", "cat");
        agent.signal("c1", "c1", 19);

        agent.signal("c1", "c1", 9);

        assertThat(agent.exitCode("c1", "c1")).isEqualTo(137);
    }

    @Test
    void letsAnEndedProcessBeSignalled() {
        agent.run("c1", "true");
        assertThat(agent.out("c1", "c1", 1)).isEmpty();

        agent.signal("c1", "c1", 15);

        assertThat(agent.exitCode("c1", "c1")).isZero();
    }

    @Test
    void refusesASignalThatIsNone() {
        agent.run("c1", "cat");

        assertFails(() -> agent.signal("c1", "c1", 65), Code.INTERNAL, "EINVAL: Invalid argument");
        assertFails(() -> agent.signal("c1", "c1", -1), Code.INTERNAL, "EINVAL: Invalid argument");
    }

    @Test
    void collectsAProcessOnce() {
        agent.run("c1", "sh", "-c", "exit 7");
        agent.exec("c1", "e1", "false");

        assertThat(agent.exitCode("c1", "c1")).isEqualTo(7);
        assertThat(agent.exitCode("c1", "e1")).isEqualTo(1);

        assertFails(() -> agent.exitCode("c1", ""), Code.NOT_FOUND, "InitProcessNotFound");
        assertFails(() -> agent.exitCode("c1", "c1"), Code.NOT_FOUND, "InvalidExecId");
        assertFails(() -> agent.exitCode("c1", "e1"), Code.NOT_FOUND, "InvalidExecId");
    }

    @Test
    void givesTheExitCodeToAllWhoWait() {
        agent.run("c1", "cat");
        var waits = IntStream.range(0, 100)
                .mapToObj(i -> agent.futures().waitProcess(AgentFixture.waitFor("c1", "c1")))
                .toList();
        AgentFixture.await(() -> agent.agent.waitingCalls() == 100);

        agent.signal("c1", "c1", 10);

        assertThat(waits)
                .allSatisfy(wait -> assertThat(wait)
                        .succeedsWithin(Duration.ofSeconds(10))
                        .satisfies(reply -> assertThat(reply.getStatus()).isEqualTo(138)));
    }

    @Test
    void runsAProcessInACreatedContainer() {
        agent.create("c1", "cat");

        agent.exec("c1", "e1", "echo", "early");

        assertThat(agent.allOut("c1", "e1")).isEqualTo("early\n");
    }

    @Test
    void refusesToRunWhatItCannot() {
        agent.run("c1", "cat");
        agent.exec("c1", "e1", "cat");

        assertFails(
                () -> agent.calls().execProcess(ExecProcessRequest.getDefaultInstance()),
                Code.INTERNAL,
                "Unable to parse process from ExecProcessRequest");
        assertFails(() -> agent.exec("c1", "e1", "cat"), Code.INTERNAL, "exec_id 'e1' already exists");
        assertFails(() -> agent.exec("c1", "c1", "cat"), Code.INTERNAL, "exec_id 'c1' already exists");
        assertFails(() -> agent.exec("c1", "e9", "/nosuchbin"), Code.INTERNAL, "the file /nosuchbin was not found");
        assertFails(() -> agent.exec("c1", "e9"), Code.INTERNAL, "EINVAL: Invalid argument");
        assertFails(
                () -> agent.create(
                        "c2",
                        Process.newBuilder().addArgs("cat").addEnv("NOVALUE").build()),
                Code.INTERNAL,
                "Malformed OCI env entry 'NOVALUE'");
    }

    @Test
    void namesWhatItDoesNotFind() {
        agent.run("c1", "cat");

        List.<org.assertj.core.api.ThrowableAssert.ThrowingCallable>of(
                        () -> agent.exitCode("no", "no"),
                        () -> agent.signal("no", "no", 15),
                        () -> agent.signal("no", "", 15))
                .forEach(call -> assertFails(call, Code.INVALID_ARGUMENT, "InvalidContainerId"));
        assertFails(() -> agent.signal("no", "", 9), Code.INTERNAL, "Invalid container id no");
        assertFails(() -> agent.signal("c1", "no", 9), Code.NOT_FOUND, "InvalidExecId");
        assertFails(() -> agent.exitCode("c1", "no"), Code.NOT_FOUND, "InvalidExecId");
    }
}
