// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator.junit;

import static java.util.Objects.requireNonNull;

import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.simulator.Fault;
import io.github.agentctl.simulator.ReceivedCall;
import io.github.agentctl.simulator.Trap;
import io.grpc.Channel;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * An embedded agent that runs while tests do:
 *
 * <pre>{@code
 * @RegisterExtension
 * static SimulatedAgent agent = SimulatedAgent.onUnixSocket();
 * }</pre>
 *
 * <p>In a static field, one agent lives as long as the tests of its class and of the classes nested in it; what one test
 * changes in it, the next one finds, but each test starts without faults and with no calls noted, before its
 * {@code @BeforeEach}, and with a fresh agent where the one before was ended by DestroySandbox. Faults that
 * {@code @BeforeAll} asks for are so taken back before the first test. In an instance field, each test has an agent of
 * its own (where each test has an instance of its own: with {@code Lifecycle.PER_CLASS} it is as in a static field).
 *
 * <p>Tests that run at the same time on one agent find each other's calls and faults: nothing is reset while another
 * test runs on it. Such tests need an agent each, as {@link SimulatedAgentExtension} gives it. Thread-safe.
 */
public final class SimulatedAgent
        implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {
    private final Set<Trap> traps = EnumSet.noneOf(Trap.class);
    private boolean policy;
    /** By their ids, not only their number: JUnit tells of the end of what another extension kept from beginning. */
    private final Set<String> classes = new HashSet<>();

    private final Set<String> tests = new HashSet<>();
    private @Nullable RunningAgent running;

    private SimulatedAgent() {}

    /** An agent that speaks ttrpc on a Unix socket in a new directory, which goes with it. */
    public static SimulatedAgent onUnixSocket() {
        return new SimulatedAgent();
    }

    /** Sets a trap, from the next start on. */
    public synchronized SimulatedAgent trap(Trap trap) {
        traps.add(requireNonNull(trap, "trap is null"));
        return this;
    }

    /** Gives it the feature of policies, from the next start on. */
    public synchronized SimulatedAgent policy() {
        policy = true;
        return this;
    }

    /** Where it listens: {@code unix:///PATH}, for {@code AgentClient.connect} or any other client of ttrpc. */
    public String address() {
        return endpoint().toString();
    }

    /** Where it listens. */
    public Endpoint endpoint() {
        return running().endpoint();
    }

    /** A new connection, for generated stubs. Closed with the agent. */
    public Channel channel() {
        return running().channel();
    }

    /** The agent itself: for its out-of-memory events and copied files. */
    public io.github.agentctl.simulator.SimulatedAgent simulator() {
        return running().agent();
    }

    /** Makes something go wrong: {@code agent.fault(Fault.on("Check").status(Code.UNAVAILABLE).times(2))}. */
    public void fault(Fault fault) {
        simulator().fault(fault);
    }

    /** What it was asked for, in order, whatever came of it. A copy. */
    public List<ReceivedCall> calls() {
        return running().calls();
    }

    /**
     * What it was asked for by this name, in order.
     *
     * @throws IllegalArgumentException when the agent has no such call: a test that counts none would always pass
     */
    public List<ReceivedCall> calls(String name) {
        String exact = Fault.on(name).call();
        return calls().stream().filter(call -> call.name().equals(exact)).toList();
    }

    @Override
    public synchronized void beforeAll(ExtensionContext context) {
        classes.add(context.getUniqueId());
        var unused = start();
    }

    @Override
    public synchronized void beforeEach(ExtensionContext context) {
        RunningAgent now = start();
        if (tests.isEmpty()) {
            now.reset();
        }
        tests.add(context.getUniqueId());
    }

    @Override
    public synchronized void afterEach(ExtensionContext context) {
        tests.remove(context.getUniqueId());
        if (classes.isEmpty() && tests.isEmpty()) {
            stop();
        }
    }

    /** Nested classes have their own. */
    @Override
    public synchronized void afterAll(ExtensionContext context) {
        classes.remove(context.getUniqueId());
        if (classes.isEmpty()) {
            stop();
        }
    }

    /** The one that runs, or a fresh one. */
    synchronized RunningAgent start() {
        if (running != null && !running.ended()) {
            return running;
        }
        stop();
        var settings = io.github.agentctl.simulator.SimulatedAgent.builder();
        traps.forEach(settings::trap);
        RunningAgent fresh = RunningAgent.start(policy ? settings.policy() : settings);
        running = fresh;
        return fresh;
    }

    synchronized void stop() {
        if (running != null) {
            running.close();
            running = null;
        }
    }

    private synchronized RunningAgent running() {
        if (running == null) {
            throw new IllegalStateException("the simulated agent runs while tests do; is it a @RegisterExtension?");
        }
        return running;
    }
}
