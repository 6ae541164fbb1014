// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator.junit;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives each test that has a parameter of type {@link SimulatedAgent} an agent of its own:
 * {@code @ExtendWith(SimulatedAgentExtension.class)}. The constructor, {@code @BeforeEach}, the test and
 * {@code @AfterEach} get the same one, which no other test gets, so that tests may run at the same time. What belongs to
 * the class, {@code @BeforeAll}, {@code @AfterAll} and with {@code Lifecycle.PER_CLASS} the constructor, gets one of its
 * own, which the tests do not get; where they are to share one, see {@link SimulatedAgent}.
 */
public final class SimulatedAgentExtension implements ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(SimulatedAgentExtension.class);

    /** For JUnit. */
    public SimulatedAgentExtension() {}

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == SimulatedAgent.class;
    }

    @Override
    public SimulatedAgent resolveParameter(ParameterContext parameter, ExtensionContext context) {
        // By its id: a test would find the agent of its class by a key that they have in common.
        return context.getStore(NAMESPACE)
                .computeIfAbsent(context.getUniqueId(), id -> Injected.start(), Injected.class)
                .agent();
    }

    @Override
    public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext rootContext) {
        return ExtensionContextScope.TEST_METHOD;
    }

    /** Closed by JUnit with the test, or the class, that it was made for. */
    private record Injected(SimulatedAgent agent) implements AutoCloseable {
        static Injected start() {
            SimulatedAgent agent = SimulatedAgent.onUnixSocket();
            var unused = agent.start();
            return new Injected(agent);
        }

        @Override
        public void close() {
            agent.stop();
        }
    }
}
