// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.client;

import io.github.agentctl.api.WireProvider;
import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.TransportProvider;
import io.grpc.Deadline;
import io.grpc.ManagedChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How a channel to an agent is made, the first one and those after it.
 *
 * @param byWire whether the wire's own way to the address may be taken; not where the user has named a transport
 * @param waiting told of each failed try that another one follows
 */
record Dial(
        Endpoint endpoint,
        TransportProvider sockets,
        WireProvider wire,
        boolean byWire,
        Consumer<? super Waiting> waiting) {

    /** @param limit of all tries together; zero for none */
    ManagedChannel within(Duration limit) {
        return new Connector<>(this::once, limit, waiting).connect(endpoint);
    }

    private ManagedChannel once(Endpoint address, Deadline deadline) {
        Optional<ManagedChannel> own = byWire ? wire.dial(address, deadline) : Optional.empty();
        return own.orElseGet(() -> overSockets(address, deadline));
    }

    private ManagedChannel overSockets(Endpoint address, Deadline deadline) {
        Connection connection = sockets.connect(address, deadline);
        try {
            return wire.connect(connection, deadline);
        } catch (RuntimeException e) {
            connection.close();
            throw e;
        }
    }
}
