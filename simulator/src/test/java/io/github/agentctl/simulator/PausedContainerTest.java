// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import static io.github.agentctl.simulator.AgentFixture.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.agentctl.proto.StatsContainerRequest;
import io.grpc.Status.Code;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PausedContainerTest {
    private final AgentFixture agent = new AgentFixture();

    @AfterEach
    void end() {
        agent.close();
    }

    @Test
    void movesBetweenRunningAndPaused() {
        agent.create("c1", "cat");

        assertFails(() -> agent.resume("c1"), Code.INTERNAL, "container status is: Created, not paused");
        agent.pause("c1");
        assertFails(() -> agent.pause("c1"), Code.INTERNAL, "failed to pause container: current status is: Paused");
        agent.resume("c1");
        assertFails(() -> agent.resume("c1"), Code.INTERNAL, "container status is: Running, not paused");
    }

    @Test
    void holdsUpThePausedProcesses() {
        agent.run("c1", "cat");
        agent.pause("c1");
        agent.write("c1", "", "one");
        var read = agent.futures().readStdout(AgentFixture.read("c1", "", 10));
        agent.exec("c1", "e1", "echo", "two");
        agent.signal("c1", "", 10);
        assertThat(agent.calls()
                        .statsContainer(stats())
                        .getCgroupStats()
                        .getPidsStats()
                        .getCurrent())
                .isEqualTo(2);
        assertThat(read).isNotDone();

        agent.resume("c1");

        assertThat(agent.exitCode("c1", "c1")).isEqualTo(138);
        assertThat(agent.out("c1", "e1", 10)).isEqualTo("two\n");
    }

    @Test
    void holdsUpAPausedContainerThatIsStarted() {
        agent.create("c1", "echo", "later");
        agent.pause("c1");
        agent.start("c1");

        agent.resume("c1");

        assertThat(agent.allOut("c1", "c1")).isEqualTo("later\n");
    }

    @Test
    void keepsTheStatusWhenItsFirstProcessEnds() {
        agent.run("c1", "true");
        assertThat(agent.exitCode("c1", "c1")).isZero();

        agent.pause("c1");
        agent.resume("c1");
        assertThat(agent.calls()
                        .statsContainer(stats())
                        .getCgroupStats()
                        .getPidsStats()
                        .getCurrent())
                .isZero();
    }

    private static StatsContainerRequest stats() {
        return StatsContainerRequest.newBuilder().setContainerId("c1").build();
    }
}
