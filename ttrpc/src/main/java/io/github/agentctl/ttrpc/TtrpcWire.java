// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import io.github.agentctl.api.WireProvider;
import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Listener;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import java.util.List;

/** ttrpc as a wire. Thread-safe, and without state. */
public final class TtrpcWire implements WireProvider {
    /** For {@link java.util.ServiceLoader}, and for those who wire by hand. */
    public TtrpcWire() {}

    @Override
    public String name() {
        return "ttrpc";
    }

    @Override
    public ManagedChannel connect(Connection connection) {
        return new TtrpcChannel(connection);
    }

    @Override
    public Server serve(Listener listener, List<ServerServiceDefinition> services) {
        TtrpcServer.Builder server = TtrpcServer.builder(listener);
        services.forEach(server::addService);
        return server.build().start();
    }
}
