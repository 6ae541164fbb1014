// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import static io.github.agentctl.simulator.AgentFixture.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.agentctl.proto.LinuxBlockIO;
import io.github.agentctl.proto.LinuxDeviceCgroup;
import io.github.agentctl.proto.LinuxMemory;
import io.github.agentctl.proto.LinuxResources;
import io.github.agentctl.proto.LinuxWeightDevice;
import io.github.agentctl.proto.Spec;
import io.github.agentctl.proto.StatsContainerRequest;
import io.github.agentctl.proto.UpdateContainerRequest;
import io.grpc.Status.Code;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ContainerLifeTest {
    private final AgentFixture agent = new AgentFixture();

    @AfterEach
    void end() {
        agent.close();
    }

    @Test
    void runsTheLifeOfAContainerFromTheReadme() {
        agent.create("container1", "cat");
        agent.start("container1");

        assertThat(agent.write("container1", "container1", "hello world")).isEqualTo(11);
        assertThat(agent.out("container1", "container1", 64)).isEqualTo("hello world");
        agent.signal("container1", "container1", 10);
        assertThat(agent.exitCode("container1", "container1")).isEqualTo(138);
    }

    @Test
    void needsNoSandboxForAContainer() {
        agent.run("c1", "/bin/true");

        assertThat(agent.exitCode("c1", "")).isZero();
    }

    @Test
    void startsNothingBeforeStartContainer() {
        agent.create("c1", "echo", "hello");
        var read = agent.futures().readStdout(AgentFixture.read("c1", "c1", 10));
        AgentFixture.await(() -> agent.agent.waitingCalls() == 1);

        agent.start("c1");

        assertThat(read)
                .succeedsWithin(java.time.Duration.ofSeconds(10))
                .satisfies(reply -> assertThat(reply.getData().toStringUtf8()).isEqualTo("hello\n"));
    }

    @Test
    void refusesToStartWhatHasEnded() {
        agent.create("c1", "cat");
        agent.signal("c1", "c1", 10);

        assertFails(
                () -> agent.start("c1"),
                Code.INTERNAL,
                "container c1 was started already, or its process has ended: a real agent hangs here for ever");
    }

    @Test
    void refusesASecondStartRatherThanHang() {
        agent.run("c1", "cat");

        assertFails(
                () -> agent.start("c1"),
                Code.INTERNAL,
                "container c1 was started already, or its process has ended: a real agent hangs here for ever");
    }

    @Test
    void showsAnUpdatedMemoryLimitInTheStatistics() {
        agent.run("c1", "cat");
        assertThat(memoryLimit()).isEqualTo(0x7ffffffffffff000L);

        var unused = agent.calls()
                .updateContainer(
                        UpdateContainerRequest.newBuilder().setContainerId("c1").build());
        unused = agent.calls()
                .updateContainer(UpdateContainerRequest.newBuilder()
                        .setContainerId("c1")
                        .setResources(LinuxResources.newBuilder()
                                .setMemory(LinuxMemory.newBuilder().setLimit(64 << 20)))
                        .build());

        assertThat(memoryLimit()).isEqualTo(64 << 20);
        assertThat(agent.calls().statsContainer(stats()).getNetworkStatsList()).isEmpty();
    }

    @Test
    void keepsTheListsOfTheLastUpdateOnly() {
        LinuxResources wanted = LinuxResources.newBuilder()
                .addDevices(LinuxDeviceCgroup.getDefaultInstance())
                .setBlockIO(LinuxBlockIO.newBuilder().addWeightDevice(LinuxWeightDevice.getDefaultInstance()))
                .build();
        Container container = new Container(
                "c1", Spec.getDefaultInstance(), new SimulatedProcess(1, "c1", AgentFixture.process("true")));

        container.update(wanted);
        container.update(wanted);

        assertThat(container.resources()).isEqualTo(wanted);
    }

    @Test
    void removesAContainerInAnyStatus() {
        agent.create("created", "cat");
        agent.run("running", "cat");
        agent.run("c1", "cat");
        agent.pause("c1");

        agent.remove("created");
        agent.remove("running");
        agent.remove("c1");

        assertFails(() -> agent.remove("c1"), Code.INTERNAL, "Invalid container id");
        assertThat(agent.agent.waitingCalls()).isZero();
    }

    @Test
    void tellsThoseWhoWaitThatTheContainerIsRemoved() {
        agent.run("c1", "cat");
        var exit = agent.futures().waitProcess(AgentFixture.waitFor("c1", "c1"));
        var read = agent.futures().readStdout(AgentFixture.read("c1", "c1", 10));
        AgentFixture.await(() -> agent.agent.waitingCalls() == 2);

        agent.remove("c1");

        assertThat(read)
                .succeedsWithin(java.time.Duration.ofSeconds(10))
                .satisfies(reply -> assertThat(reply.getData()).isEmpty());
        assertThat(exit)
                .failsWithin(java.time.Duration.ofSeconds(10))
                .withThrowableThat()
                .withMessageContaining("INTERNAL: Invalid container id");
    }

    @Test
    void namesUnknownContainersAsEachCallDoes() {
        assertFails(() -> agent.start("nosuch"), Code.INTERNAL, "Invalid container id");
        assertFails(() -> agent.remove("nosuch"), Code.INTERNAL, "Invalid container id");
        assertFails(() -> agent.exec("nosuch", "e", "true"), Code.INTERNAL, "Invalid container id");
        String quoted = "\"invalid container id\"";
        assertFails(() -> agent.pause("c1"), Code.INVALID_ARGUMENT, quoted);
        assertFails(() -> agent.resume("c1"), Code.INVALID_ARGUMENT, quoted);
        assertFails(() -> agent.calls().statsContainer(stats()), Code.INVALID_ARGUMENT, quoted);
        assertFails(
                () -> agent.calls().updateContainer(UpdateContainerRequest.getDefaultInstance()),
                Code.INVALID_ARGUMENT,
                quoted);
    }

    private static StatsContainerRequest stats() {
        return StatsContainerRequest.newBuilder().setContainerId("c1").build();
    }

    private long memoryLimit() {
        return agent.calls()
                .statsContainer(stats())
                .getCgroupStats()
                .getMemoryStats()
                .getUsage()
                .getLimit();
    }
}
