// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.client.AgentClient;
import io.github.agentctl.proto.AgentServiceGrpc;
import io.github.agentctl.proto.CheckRequest;
import io.github.agentctl.proto.CreateSandboxRequest;
import io.github.agentctl.proto.DestroySandboxRequest;
import io.github.agentctl.proto.HealthGrpc;
import io.github.agentctl.proto.SetPolicyRequest;
import io.github.agentctl.simulator.Fault;
import io.github.agentctl.simulator.ReceivedCall;
import io.github.agentctl.simulator.Trap;
import io.grpc.CallOptions;
import io.grpc.Status.Code;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Runs tests that use the extension, as JUnit does. */
class SimulatedAgentIT {
    private static final Set<Path> SOCKETS = ConcurrentHashMap.newKeySet();
    private static final List<SimulatedAgent> AGENTS = new CopyOnWriteArrayList<>();

    @BeforeEach
    void forget() {
        SOCKETS.clear();
        AGENTS.clear();
    }

    @AfterEach
    void leavesNothingBehind() {
        assertThat(SOCKETS).isNotEmpty().allSatisfy(socket -> {
            assertThat(socket).doesNotExist();
            assertThat(socket.getParent()).doesNotExist();
        });
        assertThat(AGENTS)
                .allSatisfy(agent -> assertThatThrownBy(agent::address).isInstanceOf(IllegalStateException.class));
    }

    @Test
    void keepsOneAgentForAClassInAStaticField() {
        assertPasses(Shared.class, 4);

        assertThat(SOCKETS)
                .as("one agent, and a fresh one after DestroySandbox")
                .hasSize(2);
    }

    @Test
    void makesAnAgentForEachTestInAnInstanceField() {
        assertPasses(Fresh.class, 2);

        assertThat(SOCKETS).hasSize(2);
    }

    @Test
    void givesAnAgentToEachTestThatAsksForOne() {
        assertPasses(Injected.class, 2);

        assertThat(SOCKETS).hasSize(2);
    }

    @Test
    void saysThatItDoesNotRun() {
        SOCKETS.add(Path.of("/nowhere/at/all"));

        assertThatThrownBy(() -> SimulatedAgent.onUnixSocket().address())
                .hasMessageContaining("is it a @RegisterExtension?");
    }

    private static void assertPasses(Class<?> tests, int count) {
        EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(tests))
                .execute()
                .testEvents()
                .assertStatistics(
                        statistics -> statistics.started(count).succeeded(count).failed(0));
    }

    private static void note(SimulatedAgent agent) {
        AGENTS.add(agent);
        Path socket = Path.of(((Endpoint.Unix) agent.endpoint()).path());
        SOCKETS.add(socket);
    }

    private static void createSandbox(SimulatedAgent agent) {
        var unused = AgentServiceGrpc.newBlockingStub(agent.channel())
                .createSandbox(CreateSandboxRequest.getDefaultInstance());
    }

    private static void check(SimulatedAgent agent) {
        var unused = HealthGrpc.newBlockingStub(agent.channel()).check(CheckRequest.getDefaultInstance());
    }

    @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
    static class Shared {
        @RegisterExtension
        static SimulatedAgent agent = SimulatedAgent.onUnixSocket().policy();

        @AfterEach
        void note() {
            SimulatedAgentIT.note(agent);
        }

        @Test
        @Order(1)
        void failsOnRequest() {
            agent.fault(Fault.on("Check").status(Code.UNAVAILABLE, "not now").times(1));
            agent.fault(Fault.on("Version").hang());

            assertThatThrownBy(() -> check(agent)).hasMessage("UNAVAILABLE: not now");
            check(agent);
            createSandbox(agent);
            assertThat(agent.calls()).extracting(ReceivedCall::name).containsExactly("Check", "Check", "CreateSandbox");
            assertThat(agent.calls("GetIptables")).isEmpty();
            assertThatThrownBy(() -> agent.calls("Chekc")).hasMessageContaining("did you mean 'Check'?");
            assertThat(agent.calls("CreateSandbox"))
                    .extracting(ReceivedCall::request)
                    .containsExactly(CreateSandboxRequest.getDefaultInstance());
        }

        @Test
        @Order(2)
        void findsTheStateButNoFaultsAndNoCalls() {
            assertThat(agent.calls()).isEmpty();
            try (AgentClient client = AgentClient.connect(agent.address())) {
                var unused = client.call(
                        HealthGrpc.getVersionMethod(), CallOptions.DEFAULT, CheckRequest.getDefaultInstance());
            }
            assertThatThrownBy(() -> createSandbox(agent)).hasMessageContaining("setup persistent IPC namespace");
            var unused = AgentServiceGrpc.newBlockingStub(agent.channel())
                    .setPolicy(SetPolicyRequest.newBuilder()
                            .setPolicy("package agent_policy\ndefault DestroySandboxRequest := true")
                            .build());
        }

        @Nested
        class Inner {
            @Test
            void hasTheSameAgentUntilItEnds() throws InterruptedException {
                var unused = AgentServiceGrpc.newBlockingStub(agent.channel())
                        .destroySandbox(DestroySandboxRequest.getDefaultInstance());
                assertThat(agent.simulator().awaitTermination(Duration.ofSeconds(10)))
                        .isTrue();
            }

            @Nested
            class Innermost {
                @Test
                void hasAFreshOneThen() {
                    createSandbox(agent);
                }
            }
        }
    }

    static class Fresh {
        @RegisterExtension
        SimulatedAgent agent = SimulatedAgent.onUnixSocket().trap(Trap.WIPED_ROOTFS);

        @Test
        void one() {
            note(agent);
            assertThat(SOCKETS).anyMatch(Files::exists);
            createSandbox(agent);
        }

        @Test
        void two() {
            note(agent);
            createSandbox(agent);
        }
    }

    @ExtendWith(SimulatedAgentExtension.class)
    static class Injected {
        private final SimulatedAgent constructed;

        Injected(SimulatedAgent agent) {
            constructed = agent;
        }

        @BeforeEach
        void prepare(SimulatedAgent agent) {
            assertThat(agent).isSameAs(constructed);
            createSandbox(agent);
        }

        @Test
        void one(SimulatedAgent agent) {
            note(agent);
            assertThat(agent.calls()).hasSize(1);
        }

        @Test
        void two(SimulatedAgent agent) {
            note(agent);
            assertThat(agent).isSameAs(constructed);
        }
    }
}
