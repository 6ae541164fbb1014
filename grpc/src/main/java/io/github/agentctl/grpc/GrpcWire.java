// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.grpc;

import io.github.agentctl.api.WireProvider;
import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.Listener;
import io.grpc.Deadline;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import java.util.List;
import java.util.Optional;

/**
 * gRPC as a wire: HTTP/2 without TLS, {@code :authority} is {@code localhost}. Thread-safe, and without state. A message
 * may have 4 MiB and metadata 64 KiB, in both directions ({@code RESOURCE_EXHAUSTED}).
 */
public final class GrpcWire implements WireProvider {
    /** For {@link java.util.ServiceLoader}, and for those who wire by hand. */
    public GrpcWire() {}

    @Override
    public String name() {
        return "grpc";
    }

    @Override
    public ManagedChannel connect(Connection connection) {
        return GrpcChannel.over(connection);
    }

    @Override
    public ManagedChannel connect(Connection connection, Deadline deadline) {
        return Greeting.await(GrpcChannel.over(connection), deadline);
    }

    /** By Netty's own epoll, to Unix sockets, where the machine has it. */
    @Override
    public Optional<ManagedChannel> dial(Endpoint endpoint, Deadline deadline) {
        return EpollDialler.dial(endpoint, deadline).map(channel -> channel);
    }

    @Override
    public Server serve(Listener listener, List<ServerServiceDefinition> services) {
        return new GrpcServer(listener, services).start();
    }
}
