// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import io.github.agentctl.api.AgentPort;
import java.util.function.Supplier;

/** Connects as often as it is asked to, and says so from the second time on: another agent may answer from now on. */
final class Reconnecting implements Supplier<AgentPort> {
    private final Supplier<? extends AgentPort> connector;
    private final String address;
    private final Log log;
    private boolean connectedBefore;

    /** @param address where the connector connects to, as the user knows it */
    Reconnecting(Supplier<? extends AgentPort> connector, String address, Log log) {
        this.connector = connector;
        this.address = address;
        this.log = log;
    }

    @Override
    public AgentPort get() {
        AgentPort agent = connector.get();
        if (connectedBefore) {
            String fresh = address.equals("sim:") ? ", a fresh agent that knows nothing of the one before" : "";
            log.info("the connection was lost; connected again to " + address + fresh);
        }
        connectedBefore = true;
        return agent;
    }
}
