// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import io.github.agentctl.api.WireProvider;
import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Listener;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import java.util.List;

/**
 * ttrpc as a wire. Thread-safe, and without state. Where the log {@code io.github.agentctl.ttrpc.frames} is on at level
 * trace when a channel or a server is made, its frames are written there.
 */
public final class TtrpcWire implements WireProvider {
    /** For {@link java.util.ServiceLoader}, and for those who wire by hand. */
    public TtrpcWire() {}

    @Override
    public String name() {
        return "ttrpc";
    }

    @Override
    public ManagedChannel connect(Connection connection) {
        TtrpcChannel.Builder channel = TtrpcChannel.builder(connection);
        FrameTrace log = FrameLog.orNull();
        return log == null ? channel.build() : channel.trace(log).build();
    }

    @Override
    public Server serve(Listener listener, List<ServerServiceDefinition> services) {
        TtrpcServer.Builder server = TtrpcServer.builder(listener);
        services.forEach(server::addService);
        FrameTrace log = FrameLog.orNull();
        if (log != null) {
            server.trace(log);
        }
        return server.build().start();
    }
}
