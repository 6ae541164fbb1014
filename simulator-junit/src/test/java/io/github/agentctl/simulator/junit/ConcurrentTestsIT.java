// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.github.agentctl.proto.CheckRequest;
import io.github.agentctl.proto.HealthGrpc;
import io.github.agentctl.simulator.ReceivedCall;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Runs tests that use the extension two at a time. */
@Timeout(60)
class ConcurrentTestsIT {
    @Test
    void resetsNothingUnderATestThatRuns() {
        assertBothPass(OnOneAgent.class);
    }

    @Test
    void givesEachTestItsOwnAgentWhateverTheClassHas() {
        OnTheirOwn.USED.clear();

        assertBothPass(OnTheirOwn.class);

        assertThat(OnTheirOwn.USED).as("two of the tests, one of the class").hasSize(3);
    }

    private static void assertBothPass(Class<?> tests) {
        EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(tests))
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
                .configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
                .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
                .configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "2")
                .execute()
                .testEvents()
                .assertStatistics(
                        statistics -> statistics.started(2).succeeded(2).failed(0));
    }

    private static void check(SimulatedAgent agent) {
        var unused = HealthGrpc.newBlockingStub(agent.channel()).check(CheckRequest.getDefaultInstance());
    }

    private static void meet(CyclicBarrier barrier) throws Exception {
        barrier.await(20, TimeUnit.SECONDS);
    }

    /** The second test begins when the first one has called. */
    static class InTurn implements BeforeEachCallback {
        static final AtomicInteger COUNT = new AtomicInteger();
        static final CountDownLatch CALLED = new CountDownLatch(1);

        @Override
        public void beforeEach(ExtensionContext context) throws InterruptedException {
            if (COUNT.getAndIncrement() > 0) {
                assertThat(CALLED.await(20, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    @ExtendWith(InTurn.class)
    static class OnOneAgent {
        private static final CyclicBarrier BOTH = new CyclicBarrier(2);

        @RegisterExtension
        static SimulatedAgent agent = SimulatedAgent.onUnixSocket();

        @Test
        void one() throws Exception {
            callsAndFindsBothCalls();
        }

        @Test
        void two() throws Exception {
            callsAndFindsBothCalls();
        }

        private static void callsAndFindsBothCalls() throws Exception {
            check(agent);
            InTurn.CALLED.countDown();
            meet(BOTH);
            assertThat(agent.calls("Check")).hasSize(2);
        }
    }

    @ExtendWith(SimulatedAgentExtension.class)
    @TestInstance(Lifecycle.PER_CLASS)
    @Execution(ExecutionMode.CONCURRENT) // Which JUnit wants said where tests share an instance.
    static class OnTheirOwn {
        static final Set<String> USED = ConcurrentHashMap.newKeySet();

        private final CyclicBarrier both = new CyclicBarrier(2);
        private final SimulatedAgent ofTheClass;

        OnTheirOwn(SimulatedAgent agent) {
            ofTheClass = agent;
        }

        @BeforeAll
        void prepare(SimulatedAgent agent) {
            assertThat(agent).isSameAs(ofTheClass);
            USED.add(agent.address());
            check(agent);
        }

        @BeforeEach
        void prepareTest(SimulatedAgent agent) {
            assertThat(agent.calls()).isEmpty();
            check(agent);
        }

        @Test
        void one(SimulatedAgent agent) throws Exception {
            findsItsOwnCall(agent);
        }

        @Test
        void two(SimulatedAgent agent) throws Exception {
            findsItsOwnCall(agent);
        }

        private void findsItsOwnCall(SimulatedAgent agent) throws Exception {
            USED.add(agent.address());
            meet(both);
            assertThat(agent.calls()).extracting(ReceivedCall::name).containsExactly("Check");
        }

        @AfterAll
        void keepsThatOfTheClass(SimulatedAgent agent) {
            assertThat(agent).isSameAs(ofTheClass);
            assertThat(agent.calls("Check")).hasSize(1);
        }
    }
}
