// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.api;

import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Listener;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import java.util.List;

/** A protocol for calls over a byte stream, client and server. Found by {@link java.util.ServiceLoader}. */
public interface WireProvider {
    /** What the user calls it: {@code ttrpc}. */
    String name();

    /** A channel over the connection, which it owns from now on and closes with itself. Does not block. */
    ManagedChannel connect(Connection connection);

    /** A server of the services on whatever the listener accepts; started, and owner of the listener. Does not block. */
    Server serve(Listener listener, List<ServerServiceDefinition> services);
}
