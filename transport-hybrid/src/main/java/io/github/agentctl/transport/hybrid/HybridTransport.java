// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.hybrid;

import io.github.agentctl.api.transport.Availability;
import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.HandshakeException;
import io.github.agentctl.api.transport.HandshakeException.Phase;
import io.github.agentctl.api.transport.Listener;
import io.github.agentctl.api.transport.TransportException;
import io.github.agentctl.api.transport.TransportException.Reason;
import io.github.agentctl.api.transport.TransportProvider;
import io.github.agentctl.api.transport.Transports;
import io.github.agentctl.api.transport.Transports.Purpose;
import io.github.agentctl.transport.spi.Attempt;
import io.grpc.Deadline;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code hybrid}: a guest's port behind the Unix socket of its hypervisor (Firecracker, Cloud Hypervisor, Dragonball,
 * vhost-device-vsock). To whoever connects to that socket the hypervisor gives the port that {@code CONNECT PORT} asks
 * for. The Unix socket is reached by whatever is installed for it, abstract names included.
 */
public final class HybridTransport implements TransportProvider {
    /** After so long another try has better prospects: the request may have been lost while the guest booted. */
    private static final Duration LONGEST_HANDSHAKE = Duration.ofSeconds(10);

    private final Duration longestHandshake;
    private volatile @Nullable Transports found;

    /** For {@link java.util.ServiceLoader}. */
    public HybridTransport() {
        this(LONGEST_HANDSHAKE);
    }

    HybridTransport(Duration longestHandshake) {
        this.longestHandshake = longestHandshake;
    }

    @Override
    public String name() {
        return "hybrid";
    }

    @Override
    public Set<String> schemes() {
        return Set.of("hvsock");
    }

    @Override
    public boolean supports(Endpoint endpoint) {
        return endpoint instanceof Endpoint.Hybrid;
    }

    @Override
    public Availability availability() {
        boolean reachable = Transports.installed().providers().stream()
                .filter(provider -> provider.schemes().contains("unix"))
                .anyMatch(provider -> Transports.availability(provider) instanceof Availability.Available);
        return reachable
                ? new Availability.Available()
                : new Availability.Unavailable(
                        "no transport for 'unix' works here, and the hypervisor's socket is one",
                        "add the module agentctl-transport-unix");
    }

    @Override
    public Connection connect(Endpoint endpoint, Deadline deadline) {
        Endpoint.Hybrid hybrid = (Endpoint.Hybrid) endpoint;
        if (hybrid.port() == Endpoint.ANY) {
            throw Attempt.CONNECT.failed(
                    endpoint, Reason.IMPOSSIBLE, "\"any\" is for listening; name the agent's port", null);
        }
        Connection socket;
        try {
            socket = beneath(hybrid.socket(), Purpose.CONNECT).connect(hybrid.socket(), deadline);
        } catch (TransportException e) {
            throw new HandshakeException(endpoint, e.reason(), Phase.SOCKET, String.valueOf(e.getMessage()), e);
        }
        try {
            ClientHandshake.make(hybrid, socket, deadline, longestHandshake);
            return new HybridConnection(endpoint, socket);
        } catch (RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    @Override
    public Listener listen(Endpoint endpoint) {
        Endpoint.Hybrid hybrid = (Endpoint.Hybrid) endpoint;
        try {
            Listener socket = beneath(hybrid.socket(), Purpose.LISTEN).listen(hybrid.socket());
            return new HybridListener(hybrid, socket, longestHandshake);
        } catch (TransportException e) {
            throw Attempt.LISTEN.failed(endpoint, e.reason(), "socket: " + e.getMessage(), e);
        }
    }

    /** Looked up once: that opens files, for which there may be no descriptor later. What has nobody is not kept. */
    private TransportProvider beneath(Endpoint socket, Purpose purpose) {
        Transports known = found;
        if (known == null) {
            known = Transports.installed();
        }
        TransportProvider beneath = known.select(socket, null, purpose);
        found = known;
        return beneath;
    }
}
