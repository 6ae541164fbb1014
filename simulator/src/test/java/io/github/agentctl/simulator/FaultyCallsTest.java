// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import static io.github.agentctl.simulator.AgentFixture.assertFails;
import static io.github.agentctl.simulator.AgentFixture.assertRunsOutOfTime;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.util.concurrent.ListenableFuture;
import io.github.agentctl.proto.AgentServiceGrpc;
import io.github.agentctl.proto.CheckRequest;
import io.github.agentctl.proto.CreateSandboxRequest;
import io.github.agentctl.proto.DestroySandboxRequest;
import io.github.agentctl.proto.GetOOMEventRequest;
import io.github.agentctl.proto.HealthCheckResponse;
import io.github.agentctl.proto.HealthCheckResponse.ServingStatus;
import io.github.agentctl.proto.HealthGrpc;
import io.github.agentctl.proto.SetPolicyRequest;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FaultyCallsTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    private final ConcurrentLinkedQueue<ReceivedCall> notes = new ConcurrentLinkedQueue<>();
    private final AgentFixture agent = new AgentFixture(SimulatedAgent.builder().onCall(notes::add));

    @AfterEach
    void end() {
        agent.close();
    }

    @Test
    void failsACallAsOftenAsAsked() {
        agent.agent.fault(Fault.on("Check").status(Code.UNAVAILABLE, "not now").times(2));

        assertFails(this::check, Code.UNAVAILABLE, "not now");
        assertFails(this::check, Code.UNAVAILABLE, "not now");
        assertThat(check()).isEqualTo(ServingStatus.SERVING);
    }

    @Test
    void doesNotRunACallThatFails() {
        agent.agent.fault(Fault.on("CreateSandbox").status(Code.INTERNAL).times(1));

        assertThatThrownBy(this::createSandbox).isInstanceOf(StatusRuntimeException.class);
        createSandbox();
    }

    @Test
    void failsACallThatTheAgentLacks() {
        agent.agent.fault(Fault.on("SetPolicy").status(Code.ABORTED, "x").times(1));

        assertFails(() -> agent.calls().setPolicy(SetPolicyRequest.getDefaultInstance()), Code.ABORTED, "x");
        assertFails(
                () -> agent.calls().setPolicy(SetPolicyRequest.getDefaultInstance()),
                Code.NOT_FOUND,
                "/grpc.AgentService/SetPolicy is not supported");
    }

    @Test
    void answersLater() {
        agent.agent.fault(Fault.on("Check").delay(Duration.ofMillis(200)));
        long start = System.nanoTime();

        assertThat(check()).isEqualTo(ServingStatus.SERVING);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
    }

    @Test
    void doesNotRunADelayedCallThatIsGivenUp() {
        agent.agent.fault(
                Fault.on("CreateSandbox").delay(Duration.ofMillis(500)).times(1));
        agent.agent.fault(Fault.on("Check").delay(Duration.ofMillis(700)));

        assertRunsOutOfTime(() -> agent.calls()
                .withDeadlineAfter(20, TimeUnit.MILLISECONDS)
                .createSandbox(CreateSandboxRequest.getDefaultInstance()));
        // Comes back when the first call's time has passed.
        check();

        createSandbox();
    }

    @Test
    void hangsUntilTheCallerGivesUp() {
        agent.agent.fault(Fault.on("Check").hang().times(1));

        assertRunsOutOfTime(() -> HealthGrpc.newBlockingStub(agent.channel)
                .withDeadlineAfter(50, TimeUnit.MILLISECONDS)
                .check(CheckRequest.getDefaultInstance()));

        AgentFixture.await(() -> agent.agent.waitingCalls() == 0);
        assertThat(check()).isEqualTo(ServingStatus.SERVING);
    }

    @Test
    void closesTheConnectionOfACallThatWasRun() {
        agent.agent.fault(Fault.on("CreateSandbox").close().times(1));

        assertUnavailable(this::createSandbox);

        var again = AgentServiceGrpc.newBlockingStub(agent.connect());
        assertThatThrownBy(() -> again.createSandbox(CreateSandboxRequest.getDefaultInstance()))
                .hasMessageContaining("setup persistent IPC namespace");
    }

    @Test
    void closesTheConnectionOfACallThatWaits() {
        agent.agent.fault(Fault.on("GetOOMEvent").close());

        assertUnavailable(() -> agent.calls().getOOMEvent(GetOOMEventRequest.getDefaultInstance()));

        AgentFixture.await(() -> agent.agent.waitingCalls() == 0);
    }

    @Test
    void truncatesAnAnswer() {
        agent.agent.fault(Fault.on("Check").truncate().times(1));

        assertUnavailable(this::check);
        assertThat(HealthGrpc.newBlockingStub(agent.connect())
                        .check(CheckRequest.getDefaultInstance())
                        .getStatus())
                .isEqualTo(ServingStatus.SERVING);
    }

    @Test
    void answersWithMoreThanAFrameMayHaveAndKeepsTheConnection() {
        agent.agent.fault(Fault.on("Check").oversize().times(1));

        assertThatThrownBy(this::check)
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        e -> assertThat(e.getStatus().getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED));
        assertThat(check()).isEqualTo(ServingStatus.SERVING);
    }

    @Test
    void keepsOthersFramesWholeBesideAFault() {
        agent.agent.fault(Fault.on("Version").oversize());
        List<ListenableFuture<HealthCheckResponse>> checks = new ArrayList<>();
        List<ListenableFuture<?>> versions = new ArrayList<>();
        var futures = HealthGrpc.newFutureStub(agent.channel).withDeadlineAfter(20, TimeUnit.SECONDS);
        for (int i = 0; i < 200; i++) {
            checks.add(futures.check(CheckRequest.getDefaultInstance()));
            if (i % 20 == 0) {
                versions.add(futures.version(CheckRequest.getDefaultInstance()));
            }
        }

        assertThat(checks).allSatisfy(reply -> assertThat(reply).succeedsWithin(SOON));
        assertThat(versions)
                .allSatisfy(reply -> assertThat(reply)
                        .failsWithin(SOON)
                        .withThrowableThat()
                        .withMessageContaining("RESOURCE_EXHAUSTED"));
    }

    @Test
    void answersACallerWhoHasGivenUpAndKeepsTheConnection() {
        agent.agent.fault(Fault.on("CreateSandbox").late(Duration.ofMillis(50)).times(1));
        agent.agent.fault(Fault.on("Check").delay(Duration.ofMillis(300)).times(1));

        assertRunsOutOfTime(() -> agent.calls()
                .withDeadlineAfter(500, TimeUnit.MILLISECONDS)
                .createSandbox(CreateSandboxRequest.getDefaultInstance()));

        assertThat(check()).isEqualTo(ServingStatus.SERVING);
        assertThatThrownBy(this::createSandbox).hasMessageContaining("setup persistent IPC namespace");
    }

    @Test
    void endsTheAgentThoughNobodyHearsOfIt() throws InterruptedException {
        agent.agent.fault(Fault.on("DestroySandbox").close());

        assertUnavailable(() -> agent.calls().destroySandbox(DestroySandboxRequest.getDefaultInstance()));

        assertThat(agent.agent.awaitTermination(SOON)).isTrue();
    }

    @Test
    void doesNotEndTheAgentWhereDestroySandboxFails() {
        agent.agent.fault(
                Fault.on("DestroySandbox").status(Code.UNAVAILABLE, "no").times(1));

        assertFails(
                () -> agent.calls().destroySandbox(DestroySandboxRequest.getDefaultInstance()), Code.UNAVAILABLE, "no");
        assertThat(check()).isEqualTo(ServingStatus.SERVING);
    }

    @Test
    void endsTheAgentAfterADelay() throws InterruptedException {
        agent.agent.fault(Fault.on("DestroySandbox").delay(Duration.ofMillis(20)));

        var unused = agent.calls().destroySandbox(DestroySandboxRequest.getDefaultInstance());

        assertThat(agent.agent.awaitTermination(SOON)).isTrue();
    }

    @Test
    void takesNoteOfEveryCallInOrder() {
        agent.agent.fault(Fault.on("Check").status(Code.UNAVAILABLE, "").times(1));
        assertFails(this::check, Code.UNAVAILABLE, null);
        createSandbox();
        check();

        assertThat(notes).extracting(ReceivedCall::name).containsExactly("Check", "CreateSandbox", "Check");
        assertThat(notes).last().isEqualTo(new ReceivedCall("Check", CheckRequest.getDefaultInstance()));
    }

    private ServingStatus check() {
        return agent.health().check(CheckRequest.getDefaultInstance()).getStatus();
    }

    private void createSandbox() {
        var unused = agent.calls().createSandbox(CreateSandboxRequest.getDefaultInstance());
    }

    private static void assertUnavailable(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(StatusRuntimeException.class, e -> {
            assertThat(e.getStatus().getCode()).isEqualTo(Code.UNAVAILABLE);
            assertThat(e.getStatus().getDescription()).doesNotContain("simulated");
        });
    }
}
