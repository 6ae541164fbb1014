// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import static io.github.agentctl.simulator.AgentFixture.assertFails;
import static io.github.agentctl.simulator.AgentFixture.assertRunsOutOfTime;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.agentctl.proto.CheckRequest;
import io.github.agentctl.proto.CreateSandboxRequest;
import io.github.agentctl.proto.DestroySandboxRequest;
import io.github.agentctl.proto.GetOOMEventRequest;
import io.github.agentctl.proto.GuestDetailsRequest;
import io.github.agentctl.proto.HealthCheckResponse.ServingStatus;
import io.github.agentctl.proto.HealthGrpc;
import io.github.agentctl.proto.KernelModule;
import io.github.agentctl.proto.OOMEvent;
import io.github.agentctl.proto.SetPolicyRequest;
import io.github.agentctl.proto.Storage;
import io.grpc.ManagedChannel;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class SandboxLifeTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    private final AgentFixture agent = new AgentFixture();

    @AfterEach
    void end() {
        agent.close();
    }

    @Test
    void servesWhateverServiceIsAskedFor() {
        assertThat(agent.health()
                        .check(CheckRequest.newBuilder().setService("any").build())
                        .getStatus())
                .isEqualTo(ServingStatus.SERVING);
        var version = agent.health().version(CheckRequest.getDefaultInstance());
        assertThat(version.getGrpcVersion()).isEqualTo("0.0.1");
        assertThat(version.getAgentVersion()).isEqualTo("4.1.0");
    }

    @Test
    void describesTheGuest() {
        var asked = agent.calls()
                .getGuestDetails(
                        GuestDetailsRequest.newBuilder().setMemBlockSize(true).build());
        var unasked = agent.calls().getGuestDetails(GuestDetailsRequest.getDefaultInstance());

        assertThat(asked.getMemBlockSizeBytes()).isEqualTo(134_217_728);
        assertThat(unasked.getMemBlockSizeBytes()).isZero();
        assertThat(unasked.getAgentDetails().getVersion()).isEqualTo("4.1.0");
        assertThat(unasked.getAgentDetails().getStorageHandlersList())
                .hasSize(11)
                .contains("blk", "virtio-fs");
        assertThat(unasked.getAgentDetails().getDeviceHandlersList()).isEmpty();
        assertThat(unasked.getAgentDetails().getExtraFeaturesList()).containsExactly("seccomp");
        assertThat(unasked.getAgentDetails().getSupportsSeccomp()).isTrue();
    }

    @Test
    void createsOneSandbox() {
        create(CreateSandboxRequest.newBuilder().setSandboxId("s1").setHostname("h"));

        assertFails(
                () -> create(CreateSandboxRequest.newBuilder()),
                Code.INTERNAL,
                "setup persistent IPC namespace\n\nCaused by:\n    Operation not permitted (os error 1)");
    }

    @Test
    void looksAtTheModulesFirst() {
        create(CreateSandboxRequest.newBuilder());

        assertFails(
                () -> create(CreateSandboxRequest.newBuilder().addKernelModules(KernelModule.getDefaultInstance())),
                Code.INTERNAL,
                "Kernel module name is empty");
    }

    @Test
    void refusesUnknownStorages() {
        assertFails(
                () -> create(CreateSandboxRequest.newBuilder()
                        .addStorages(Storage.newBuilder().setDriver("X"))),
                Code.INTERNAL,
                "Failed to find the storage handler X");
    }

    @Test
    void givesEachEventToOneCaller() {
        agent.run("c1", "cat");
        var first = event();
        AgentFixture.await(() -> agent.agent.waitingCalls() == 1);
        var second = event();
        AgentFixture.await(() -> agent.agent.waitingCalls() == 2);

        agent.agent.triggerOom("c1");
        OOMEvent expected = OOMEvent.newBuilder().setContainerId("c1").build();
        assertThat(first).succeedsWithin(SOON).isEqualTo(expected);
        assertThat(second).isNotDone();
        agent.agent.triggerOom("c1");
        assertThat(second).succeedsWithin(SOON).isEqualTo(expected);
        agent.agent.triggerOom("c1");
        assertThat(event()).succeedsWithin(SOON).isEqualTo(expected);
    }

    @Test
    void keepsAnEventFromACallerWhoseTimeIsOver() {
        agent.run("c1", "true");
        assertRunsOutOfTime(() -> agent.calls()
                .withDeadlineAfter(50, TimeUnit.MILLISECONDS)
                .getOOMEvent(GetOOMEventRequest.getDefaultInstance()));
        AgentFixture.await(() -> agent.agent.waitingCalls() == 0);

        agent.agent.triggerOom("c1");

        assertThat(event()).succeedsWithin(SOON);
    }

    @Test
    void limitsTheEventsThatNobodyTakes() {
        agent.run("c1", "cat");
        for (int i = 0; i < 100; i++) {
            agent.agent.triggerOom("c1");
        }

        assertThatThrownBy(() -> agent.agent.triggerOom("c1")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> agent.agent.triggerOom("no")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void answersDestroySandboxAndTheEventThatIsAwaitedThenEnds() throws InterruptedException {
        agent.run("c1", "cat");
        var event = event();
        AgentFixture.await(() -> agent.agent.waitingCalls() == 1);

        var unused = agent.calls().destroySandbox(DestroySandboxRequest.getDefaultInstance());

        assertThat(event).failsWithin(SOON).withThrowableThat().withMessageContaining("INTERNAL: \"\"");
        assertThat(agent.agent.awaitTermination(SOON)).isTrue();
        assertThat(agent.agent.waitingCalls()).isZero();
    }

    @RepeatedTest(20)
    void answersNothingAfterDestroySandbox() {
        ManagedChannel other = agent.connect();
        check(other);

        var unused = agent.calls().destroySandbox(DestroySandboxRequest.getDefaultInstance());

        assertLost(agent.channel);
        assertLost(other);
        assertThatThrownBy(agent::connect).isInstanceOf(RuntimeException.class);
        other.shutdownNow();
    }

    private static void assertLost(ManagedChannel channel) {
        assertThatThrownBy(() -> check(channel))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        e -> assertThat(e.getStatus().getCode()).isEqualTo(Code.UNAVAILABLE));
    }

    private static void check(ManagedChannel channel) {
        var unused = HealthGrpc.newBlockingStub(channel)
                .withDeadlineAfter(10, TimeUnit.SECONDS)
                .check(CheckRequest.getDefaultInstance());
    }

    @Test
    void endsOnlyOnce() {
        var services = new SimulatedAgent();
        Sandbox sandbox = new Sandbox();
        sandbox.destroy();

        assertFails(sandbox::destroy, Code.INTERNAL, "\"failed to get sandbox sender channel\"");
        services.close();
    }

    @Test
    void saysWhichCallItLacks() {
        assertFails(
                () -> agent.calls().setPolicy(SetPolicyRequest.getDefaultInstance()),
                Code.NOT_FOUND,
                "/grpc.AgentService/SetPolicy is not supported");
    }

    @Test
    void bindsAllCallsOfBothServices() {
        assertThat(new SimulatedAgent().services())
                .extracting(service -> service.getMethods().size())
                .isEqualTo(List.of(42, 2));
    }

    private com.google.common.util.concurrent.ListenableFuture<OOMEvent> event() {
        return agent.futures().getOOMEvent(GetOOMEventRequest.getDefaultInstance());
    }

    private void create(CreateSandboxRequest.Builder request) {
        var unused = agent.calls().createSandbox(request.build());
    }
}
