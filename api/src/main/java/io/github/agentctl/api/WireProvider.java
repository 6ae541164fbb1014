// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.api;

import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.Listener;
import io.grpc.Deadline;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import java.util.List;
import java.util.Optional;

/** A protocol for calls over a byte stream, client and server. Found by {@link java.util.ServiceLoader}. */
public interface WireProvider {
    /** What the user calls it: {@code ttrpc}. */
    String name();

    /**
     * A channel over the connection, which it owns from now on and closes with itself. Does not block. The channel has this
     * one connection: once it is lost, {@link ManagedChannel#getState} says {@code SHUTDOWN} or {@code
     * TRANSIENT_FAILURE}, also where no call has run into the loss yet.
     */
    ManagedChannel connect(Connection connection);

    /**
     * As {@link #connect(Connection)}; a protocol in which the two sides greet each other first waits until the peer has
     * done so. An interrupt ends the wait, and the thread's flag is kept. The connection is closed where this throws.
     *
     * @param deadline when to give the peer up
     * @throws io.github.agentctl.api.transport.TransportException when the peer does not speak this protocol ({@code
     *     OTHER_WIRE}), or says nothing by then
     */
    default ManagedChannel connect(Connection connection, Deadline deadline) {
        return connect(connection);
    }

    /**
     * A channel to an address that the protocol's own library reaches faster than a transport of ours does; waits as
     * {@link #connect(Connection, Deadline)} does.
     *
     * @return empty where there is no such way, or nobody at its end: then it is for a transport to connect, or to say
     *     why not
     * @throws io.github.agentctl.api.transport.TransportException when somebody is there who does not speak this protocol
     */
    default Optional<ManagedChannel> dial(Endpoint endpoint, Deadline deadline) {
        return Optional.empty();
    }

    /** A server of the services on whatever the listener accepts; started, and owner of the listener. Does not block. */
    Server serve(Listener listener, List<ServerServiceDefinition> services);
}
