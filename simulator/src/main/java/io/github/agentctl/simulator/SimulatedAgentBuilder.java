// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import static java.util.Objects.requireNonNull;

import io.github.agentctl.api.WireProvider;
import io.github.agentctl.api.transport.Listener;
import io.github.agentctl.ttrpc.TtrpcWire;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** What an embedded agent is like. Made by {@link SimulatedAgent#builder}; not thread-safe. */
public final class SimulatedAgentBuilder {
    final Set<Trap> traps = EnumSet.noneOf(Trap.class);
    final List<Fault> faults = new ArrayList<>();
    boolean policy;
    Consumer<ReceivedCall> notes = call -> {};

    SimulatedAgentBuilder() {}

    /** Adds a fault; see {@link SimulatedAgent#fault}. */
    public SimulatedAgentBuilder fault(Fault fault) {
        faults.add(requireNonNull(fault, "fault is null"));
        return this;
    }

    /** Sets a trap. */
    public SimulatedAgentBuilder trap(Trap trap) {
        traps.add(requireNonNull(trap, "trap is null"));
        return this;
    }

    /**
     * Makes an agent with the feature of policies: SetPolicy says by name which requests it takes from then on, in lines
     * {@code default ExecProcessRequest := false} below {@code package agent_policy}. Without it, SetPolicy is a call that
     * it does not have.
     */
    public SimulatedAgentBuilder policy() {
        policy = true;
        return this;
    }

    /**
     * Who is told of each call as it comes in, before anything else happens with it. On the thread that serves the call,
     * so several at a time; must not block.
     */
    public SimulatedAgentBuilder onCall(Consumer<ReceivedCall> listener) {
        notes = requireNonNull(listener, "listener is null");
        return this;
    }

    /** An agent that nobody serves yet. Faults on the wire do not happen to it: its calls fail with UNAVAILABLE instead. */
    public SimulatedAgent build() {
        return new SimulatedAgent(this);
    }

    /** An agent that speaks ttrpc on a listener, which it owns from now on. */
    public SimulatedAgent serve(Listener listener) {
        return serve(listener, new TtrpcWire());
    }

    /**
     * An agent that answers on a listener, which it owns from now on.
     *
     * @param wire the protocol to speak; faults on the wire need one whose frames are those of ttrpc
     */
    public SimulatedAgent serve(Listener listener, WireProvider wire) {
        SimulatedAgent agent = build();
        agent.serveOn(listener, wire);
        return agent;
    }
}
