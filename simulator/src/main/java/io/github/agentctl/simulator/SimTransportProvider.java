// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import io.github.agentctl.api.transport.Availability;
import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.Listener;
import io.github.agentctl.api.transport.TransportException;
import io.github.agentctl.api.transport.TransportException.Reason;
import io.github.agentctl.api.transport.TransportProvider;
import io.github.agentctl.transport.spi.InProcessListener;
import io.grpc.Deadline;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * {@code sim:}, a fresh agent in this process that speaks the wire of its client and ends with its connection; and {@code sim://NAME},
 * whatever listens by that name in this process.
 */
public final class SimTransportProvider implements TransportProvider {
    private static final String SCHEME = "sim";
    private static final Map<String, InProcessListener> LISTENERS = new ConcurrentHashMap<>();

    /** For {@link java.util.ServiceLoader}. */
    public SimTransportProvider() {}

    @Override
    public String name() {
        return SCHEME;
    }

    @Override
    public Set<String> schemes() {
        return Set.of(SCHEME);
    }

    @Override
    public boolean supports(Endpoint endpoint) {
        return endpoint instanceof Endpoint.Other other && other.scheme().equals(SCHEME);
    }

    @Override
    public Availability availability() {
        return new Availability.Available();
    }

    /** Connects at once, whatever the deadline. */
    @Override
    public Connection connect(Endpoint endpoint, Deadline deadline) {
        String name = nameOf(endpoint);
        if (name.isEmpty()) {
            return new OwningConnection(new InProcessListener(endpoint));
        }
        InProcessListener listener = LISTENERS.get(name);
        if (listener == null) {
            throw new TransportException(
                    endpoint,
                    Reason.NOT_THERE,
                    "cannot connect to " + endpoint + ": nothing in this process listens there (sim: is a fresh agent)",
                    null);
        }
        return listener.connect();
    }

    @Override
    public Listener listen(Endpoint endpoint) {
        String name = nameOf(endpoint);
        if (name.isEmpty()) {
            throw new TransportException(
                    endpoint,
                    Reason.IMPOSSIBLE,
                    "cannot listen on " + endpoint + ": it has no name (give it one: sim://NAME)",
                    null);
        }
        InProcessListener listener = new InProcessListener(endpoint);
        if (LISTENERS.putIfAbsent(name, listener) != null) {
            throw new TransportException(
                    endpoint,
                    Reason.IN_USE,
                    "cannot listen on " + endpoint + ": something in this process listens there already",
                    null);
        }
        return new NamedListener(listener, () -> LISTENERS.remove(name, listener));
    }

    private static String nameOf(Endpoint endpoint) {
        if (endpoint instanceof Endpoint.Other other && other.scheme().equals(SCHEME)) {
            return other.text();
        }
        throw new IllegalArgumentException(endpoint + " is not an address of the simulator");
    }
}
