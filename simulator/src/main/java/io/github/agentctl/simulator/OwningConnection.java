// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.transport.spi.ForwardingConnection;

/** A connection that an agent was made for; the agent ends with it. */
final class OwningConnection extends ForwardingConnection {
    private final SimulatedAgent agent;

    OwningConnection(Connection connection, SimulatedAgent agent) {
        super(connection);
        this.agent = agent;
    }

    SimulatedAgent agent() {
        return agent;
    }

    @Override
    public void close() {
        super.close();
        agent.close();
    }
}
