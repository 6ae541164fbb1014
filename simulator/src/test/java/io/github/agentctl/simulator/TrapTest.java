// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import static io.github.agentctl.simulator.AgentFixture.assertFails;
import static io.github.agentctl.simulator.AgentFixture.assertRunsOutOfTime;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.github.agentctl.proto.CheckRequest;
import io.github.agentctl.proto.CopyFileRequest;
import io.github.agentctl.proto.CreateSandboxRequest;
import io.github.agentctl.proto.GetMetricsRequest;
import io.github.agentctl.proto.GuestDetailsRequest;
import io.github.agentctl.proto.HealthCheckResponse.ServingStatus;
import io.github.agentctl.proto.StartContainerRequest;
import io.github.agentctl.proto.StatsContainerRequest;
import io.grpc.Status.Code;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TrapTest {
    private static final String MISSING = "the file sh was not found";

    @Test
    void holdsTheSandboxAfterASecondStart() {
        try (AgentFixture agent = with(Trap.DOUBLE_START)) {
            agent.run("c1", "cat");

            assertRunsOutOfTime(() ->
                    agent.calls().withDeadlineAfter(50, TimeUnit.MILLISECONDS).startContainer(start("c1")));

            assertRunsOutOfTime(() -> agent.calls()
                    .withDeadlineAfter(50, TimeUnit.MILLISECONDS)
                    .getGuestDetails(GuestDetailsRequest.getDefaultInstance()));
            assertThat(agent.health().check(CheckRequest.getDefaultInstance()).getStatus())
                    .isEqualTo(ServingStatus.SERVING);
            assertThat(agent.health().version(CheckRequest.getDefaultInstance()).getAgentVersion())
                    .isNotEmpty();
            assertThat(agent.calls()
                            .getMetrics(GetMetricsRequest.getDefaultInstance())
                            .getMetrics())
                    .isNotEmpty();
        }
    }

    @Test
    void holdsTheSandboxWhereTheFirstProcessHasEnded() {
        try (AgentFixture agent = with(Trap.DOUBLE_START)) {
            agent.create("c1", "cat");
            agent.signal("c1", "", 9);

            assertRunsOutOfTime(() ->
                    agent.calls().withDeadlineAfter(50, TimeUnit.MILLISECONDS).startContainer(start("c1")));
        }
    }

    @Test
    void emptiesRootFileSystemsWithCreateSandbox() {
        try (AgentFixture agent = with(Trap.WIPED_ROOTFS)) {
            agent.run("c1", "cat");
            copy(agent);
            var unused = agent.calls().createSandbox(CreateSandboxRequest.getDefaultInstance());

            assertFails(() -> agent.exec("c1", "e1", "sh"), Code.INTERNAL, MISSING);
            assertThat(agent.agent.copiedFile(PATH)).isEmpty();
            // What runs goes on.
            agent.write("c1", "", "x");
            assertThat(agent.out("c1", "", 1)).isEqualTo("x");
            agent.run("c2", "cat");
            agent.exec("c2", "e1", "sh");
        }
    }

    @Test
    void emptiesThemThoughCreateSandboxFails() {
        try (AgentFixture agent = with(Trap.WIPED_ROOTFS)) {
            var unused = agent.calls().createSandbox(CreateSandboxRequest.getDefaultInstance());
            agent.run("c1", "cat");

            assertThatThrownBy(() -> agent.calls().createSandbox(CreateSandboxRequest.getDefaultInstance()))
                    .hasMessageContaining("setup persistent IPC namespace");

            assertFails(() -> agent.exec("c1", "e1", "sh"), Code.INTERNAL, MISSING);
        }
    }

    @Test
    void destroysTheFirstContainerOfAnId() {
        try (AgentFixture agent = with(Trap.DUPLICATE_ID)) {
            agent.run("c1", "cat");

            assertFails(() -> agent.create("c1", "cat"), Code.INTERNAL, "exec fifo exists");

            assertFails(
                    () -> agent.calls()
                            .statsContainer(StatsContainerRequest.newBuilder()
                                    .setContainerId("c1")
                                    .build()),
                    Code.INVALID_ARGUMENT,
                    "\"invalid container id\"");
            agent.create("c1", "cat");
        }
    }

    @Test
    void setsNoneUnasked() {
        try (AgentFixture agent = new AgentFixture()) {
            agent.run("c1", "cat");

            assertThatThrownBy(() -> agent.start("c1")).hasMessageContaining("a real agent hangs here for ever");
            assertFails(() -> agent.create("c1", "cat"), Code.INTERNAL, "exec fifo exists");
            var unused = agent.calls().createSandbox(CreateSandboxRequest.getDefaultInstance());
            agent.exec("c1", "e1", "sh");
        }
    }

    @Test
    void isKnownByItsWord() {
        assertThat(Trap.words()).containsExactly("double-start", "wiped-rootfs", "duplicate-id");
        assertThat(Trap.parse("duplicate-id")).isEqualTo(Trap.DUPLICATE_ID);
        assertThatThrownBy(() -> Trap.parse("double-strat"))
                .hasMessage("there is no trap 'double-strat', only double-start, wiped-rootfs, duplicate-id; did you "
                        + "mean 'double-start'?");
    }

    private static final String PATH = "/run/kata-containers/shared/containers/f";

    private static void copy(AgentFixture agent) {
        var unused = agent.calls()
                .copyFile(CopyFileRequest.newBuilder()
                        .setPath(PATH)
                        .setFileSize(1)
                        .setFileMode(0100644)
                        .setDirMode(0755)
                        .setData(ByteString.copyFromUtf8("x"))
                        .build());
        assertThat(agent.agent.copiedFile(PATH)).isPresent();
    }

    private static AgentFixture with(Trap trap) {
        return new AgentFixture(SimulatedAgent.builder().trap(trap));
    }

    private static StartContainerRequest start(String id) {
        return StartContainerRequest.newBuilder().setContainerId(id).build();
    }
}
