// SPDX-License-Identifier: Apache-2.0

/** As a module; it works on the class path too. */
module example.threads {
    requires io.github.agentctl.client;
    requires io.github.agentctl.simulator;

    uses io.github.agentctl.api.transport.TransportProvider;
}
