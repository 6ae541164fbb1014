// SPDX-License-Identifier: Apache-2.0
import io.github.agentctl.api.transport.TransportProvider;
import io.github.agentctl.simulator.SimTransportProvider;
import org.jspecify.annotations.NullMarked;

/** The embedded agent, and the {@code sim:} transport that leads to one. */
@NullMarked
module io.github.agentctl.simulator {
    requires transitive io.github.agentctl.api;
    requires io.github.agentctl.proto;
    requires io.github.agentctl.transport.spi;
    requires io.github.agentctl.ttrpc;
    requires io.grpc.stub;

    exports io.github.agentctl.simulator;

    provides TransportProvider with
            SimTransportProvider;
}
