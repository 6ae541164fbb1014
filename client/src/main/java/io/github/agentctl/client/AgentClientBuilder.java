// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.client;

import static java.util.Objects.requireNonNull;

import io.github.agentctl.api.CallCodec;
import io.github.agentctl.api.Installed;
import io.github.agentctl.api.WireProvider;
import io.github.agentctl.api.Wires;
import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.TransportProvider;
import io.github.agentctl.api.transport.Transports;
import io.grpc.Deadline;
import io.grpc.ManagedChannel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How an {@link AgentClient} comes to be. Not thread-safe; may be used for several clients. */
public final class AgentClientBuilder {
    private final Endpoint endpoint;
    private Duration connectTimeout = Duration.ofSeconds(10);
    private @Nullable String transport;
    private @Nullable String wire;
    private @Nullable Transports transports;
    private @Nullable Wires wires;
    private @Nullable CallCodec codec;
    private Consumer<? super Waiting> waiting = failed -> {};

    AgentClientBuilder(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    /** How long to try, all tries together; zero to try for ever. Without this, 10 seconds. */
    public AgentClientBuilder connectTimeout(Duration limit) {
        if (limit.isNegative()) {
            throw new IllegalArgumentException("connectTimeout is negative: " + limit);
        }
        connectTimeout = limit;
        return this;
    }

    /** The transport to take, by name; null to choose by what the endpoint needs and by speed. */
    public AgentClientBuilder transport(@Nullable String name) {
        transport = name;
        return this;
    }

    /** The wire to take, by name; null for {@code ttrpc}, or else the one that is installed. */
    public AgentClientBuilder wire(@Nullable String name) {
        wire = name;
        return this;
    }

    /** The transports to choose from, instead of those that are installed. */
    public AgentClientBuilder transports(Transports choice) {
        transports = requireNonNull(choice, "choice is null");
        return this;
    }

    /** The wires to choose from, instead of those that are installed. */
    public AgentClientBuilder wires(List<? extends WireProvider> choice) {
        wires = new Wires(choice);
        return this;
    }

    /** What reads {@link AgentClient#call(String, String)}, instead of the codec that is installed. */
    public AgentClientBuilder codec(CallCodec reader) {
        codec = requireNonNull(reader, "reader is null");
        return this;
    }

    /** Who is told of each failed try that another one follows; on the thread that connects. */
    public AgentClientBuilder onWaiting(Consumer<? super Waiting> told) {
        waiting = requireNonNull(told, "told is null");
        return this;
    }

    /**
     * Connects; blocks until there is a connection. Where nobody is there yet it tries again until the limit of time;
     * where another try cannot help it fails at once. An interrupt ends it, and the thread's flag is kept.
     *
     * @throws io.github.agentctl.api.EndpointException when nobody knows the scheme, or the named transport does not
     *     serve it
     * @throws io.github.agentctl.api.transport.TransportException when there is no connection by then, or nobody at its
     *     end who speaks the wire
     * @throws IllegalStateException when the wire is not installed
     */
    public AgentClient connect() {
        WireProvider protocol = (wires == null ? Wires.installed() : wires).select(wire);
        TransportProvider sockets =
                (transports == null ? Transports.installed() : transports).select(endpoint, transport);
        ManagedChannel channel = new Connector<>(
                        (address, deadline) -> channel(protocol, sockets, address, deadline), connectTimeout, waiting)
                .connect(endpoint);
        CallCodec given = codec;
        return new AgentClient(
                endpoint,
                channel,
                () -> given == null
                        ? Installed.of(CallCodec.class).providers().stream().findFirst()
                        : Optional.of(given));
    }

    /** A transport that the user named is the one to take. */
    private ManagedChannel channel(
            WireProvider protocol, TransportProvider sockets, Endpoint address, Deadline deadline) {
        return (transport == null ? protocol.dial(address, deadline) : Optional.<ManagedChannel>empty())
                .orElseGet(() -> {
                    Connection connection = sockets.connect(address, deadline);
                    try {
                        return protocol.connect(connection, deadline);
                    } catch (RuntimeException e) {
                        connection.close();
                        throw e;
                    }
                });
    }
}
