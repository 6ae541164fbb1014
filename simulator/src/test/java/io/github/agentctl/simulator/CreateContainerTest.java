// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import static io.github.agentctl.simulator.AgentFixture.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.agentctl.proto.CreateContainerRequest;
import io.github.agentctl.proto.Device;
import io.github.agentctl.proto.Linux;
import io.github.agentctl.proto.LinuxNamespace;
import io.github.agentctl.proto.Spec;
import io.github.agentctl.proto.Storage;
import io.grpc.Status.Code;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CreateContainerTest {
    private final AgentFixture agent = new AgentFixture();

    @AfterEach
    void end() {
        agent.close();
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

    private void create(CreateContainerRequest.Builder request) {
        var unused = agent.calls().createContainer(request.setContainerId("c1").build());
    }
}
