// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import static io.github.agentctl.simulator.AgentFixture.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.agentctl.proto.CreateContainerRequest;
import io.github.agentctl.proto.Device;
import io.github.agentctl.proto.Linux;
import io.github.agentctl.proto.LinuxMemory;
import io.github.agentctl.proto.LinuxNamespace;
import io.github.agentctl.proto.LinuxResources;
import io.github.agentctl.proto.PauseContainerRequest;
import io.github.agentctl.proto.RemoveContainerRequest;
import io.github.agentctl.proto.ResumeContainerRequest;
import io.github.agentctl.proto.Spec;
import io.github.agentctl.proto.StatsContainerRequest;
import io.github.agentctl.proto.Storage;
import io.github.agentctl.proto.UpdateContainerRequest;
import io.grpc.Status.Code;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "-x", ".x", "a/b", "a b", "a\n"})
    void refusesContainerIds(String id) {
        assertFails(() -> agent.create(id, "true"), Code.INTERNAL, "invalid container ID " + id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"c1", "a.b_c-d", "éa", "0123"})
    void takesContainerIds(String id) {
        agent.run(id, "true");

        assertThat(agent.exitCode(id, id)).isZero();
    }

    @Test
    void wantsASpecification() {
        assertFails(() -> create(CreateContainerRequest.newBuilder()), Code.INTERNAL, "EINVAL: Invalid argument");
    }

    @Test
    void runsAShellWhereTheSpecificationIsEmpty() {
        create(CreateContainerRequest.newBuilder().setOCI(Spec.getDefaultInstance()));
        agent.start("c1");

        agent.write("c1", "", "echo it is a shell\n");
        assertThat(agent.out("c1", "", 100)).isEqualTo("it is a shell\n");
    }

    @Test
    void refusesUnknownStoragesAndDevices() {
        assertFails(
                () -> create(CreateContainerRequest.newBuilder()
                        .setOCI(Spec.getDefaultInstance())
                        .addStorages(Storage.newBuilder().setDriver("nope"))),
                Code.INTERNAL,
                "Failed to find the storage handler nope");
        assertFails(
                () -> create(CreateContainerRequest.newBuilder()
                        .setOCI(Spec.getDefaultInstance())
                        .addDevices(
                                Device.newBuilder().setId("d").setType("nope").setContainerPath("/dev/d"))),
                Code.INTERNAL,
                "Failed to find the device handler nope");
    }

    @Test
    void refusesASharedProcessNamespaceThatIsNotThere() {
        assertFails(
                () -> create(CreateContainerRequest.newBuilder()
                        .setOCI(Spec.getDefaultInstance())
                        .setSandboxPidns(true)),
                Code.INTERNAL,
                "Sandbox does not have sandbox_pidns");
    }

    @Test
    void sharesTheProcessNamespaceThatTheFirstContainerBrings() {
        agent.create("first", "cat");

        create(CreateContainerRequest.newBuilder()
                .setOCI(Spec.getDefaultInstance())
                .setSandboxPidns(true));

        agent.start("c1");
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
    void holdsUpAPausedContainerThatIsStarted() {
        agent.create("c1", "echo", "later");
        pause();
        agent.start("c1");

        resume();

        assertThat(agent.allOut("c1", "c1")).isEqualTo("later\n");
    }

    @Test
    void refusesAHostnameWithoutItsNamespace() {
        assertFails(
                () -> create(CreateContainerRequest.newBuilder()
                        .setOCI(Spec.newBuilder()
                                .setHostname("h")
                                .setLinux(Linux.newBuilder()
                                        .addNamespaces(
                                                LinuxNamespace.newBuilder().setType("mount"))))),
                Code.INTERNAL,
                "hostname\n\nCaused by:\n    Linux namespace does not contain uts");
    }

    @Test
    void refusesABinaryThatIsNotThere() {
        assertFails(() -> agent.create("c1", "/nosuchbin"), Code.INTERNAL, "the file /nosuchbin was not found");
        agent.create("c1", "true");
    }

    @Test
    void keepsTheFirstOfTwoContainersOfOneId() {
        agent.run("c1", "cat");

        assertFails(() -> agent.create("c1", "cat"), Code.INTERNAL, "exec fifo exists");
        agent.write("c1", "c1", "alive");
        assertThat(agent.out("c1", "c1", 10)).isEqualTo("alive");
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
    void movesBetweenRunningAndPaused() {
        agent.create("c1", "cat");

        assertFails(this::resume, Code.INTERNAL, "container status is: Created, not paused");
        pause();
        assertFails(this::pause, Code.INTERNAL, "failed to pause container: current status is: Paused");
        resume();
        assertFails(this::resume, Code.INTERNAL, "container status is: Running, not paused");
    }

    @Test
    void holdsUpThePausedProcesses() {
        agent.run("c1", "cat");
        pause();
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

        resume();

        assertThat(agent.exitCode("c1", "c1")).isEqualTo(138);
        assertThat(agent.out("c1", "e1", 10)).isEqualTo("two\n");
    }

    @Test
    void keepsTheStatusWhenItsFirstProcessEnds() {
        agent.run("c1", "true");
        assertThat(agent.exitCode("c1", "c1")).isZero();

        pause();
        resume();
        assertThat(agent.calls()
                        .statsContainer(stats())
                        .getCgroupStats()
                        .getPidsStats()
                        .getCurrent())
                .isZero();
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
    void removesAContainerInAnyStatus() {
        agent.create("created", "cat");
        agent.run("running", "cat");
        agent.run("c1", "cat");
        pause();

        remove("created");
        remove("running");
        remove("c1");

        assertFails(() -> remove("c1"), Code.INTERNAL, "Invalid container id");
        assertThat(agent.agent.waitingCalls()).isZero();
    }

    @Test
    void tellsThoseWhoWaitThatTheContainerIsRemoved() {
        agent.run("c1", "cat");
        var exit = agent.futures().waitProcess(AgentFixture.waitFor("c1", "c1"));
        var read = agent.futures().readStdout(AgentFixture.read("c1", "c1", 10));
        AgentFixture.await(() -> agent.agent.waitingCalls() == 2);

        remove("c1");

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
        assertFails(() -> remove("nosuch"), Code.INTERNAL, "Invalid container id");
        assertFails(() -> agent.exec("nosuch", "e", "true"), Code.INTERNAL, "Invalid container id");
        String quoted = "\"invalid container id\"";
        assertFails(this::pause, Code.INVALID_ARGUMENT, quoted);
        assertFails(this::resume, Code.INVALID_ARGUMENT, quoted);
        assertFails(() -> agent.calls().statsContainer(stats()), Code.INVALID_ARGUMENT, quoted);
        assertFails(
                () -> agent.calls().updateContainer(UpdateContainerRequest.getDefaultInstance()),
                Code.INVALID_ARGUMENT,
                quoted);
    }

    private void create(CreateContainerRequest.Builder request) {
        var unused = agent.calls().createContainer(request.setContainerId("c1").build());
    }

    private void pause() {
        var unused = agent.calls()
                .pauseContainer(
                        PauseContainerRequest.newBuilder().setContainerId("c1").build());
    }

    private void resume() {
        var unused = agent.calls()
                .resumeContainer(
                        ResumeContainerRequest.newBuilder().setContainerId("c1").build());
    }

    private void remove(String id) {
        var unused = agent.calls()
                .removeContainer(
                        RemoveContainerRequest.newBuilder().setContainerId(id).build());
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
