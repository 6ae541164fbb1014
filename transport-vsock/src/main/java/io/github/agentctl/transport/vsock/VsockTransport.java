// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.vsock;

import io.github.agentctl.api.transport.Availability;
import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.Listener;
import io.github.agentctl.api.transport.TransportProvider;
import io.grpc.Deadline;
import java.util.Set;

/**
 * {@code vsock}: stream sockets of vsock(7), by junixsocket. From the host to a guest by the guest's CID, from a guest to
 * its host by CID 2, and within one machine by CID 1 where its kernel has the loopback module.
 *
 * <p>The kernel gives a connect up after two seconds by itself; a caller with a longer deadline tries again.
 */
public final class VsockTransport implements TransportProvider {
    /** For {@link java.util.ServiceLoader}. */
    public VsockTransport() {}

    @Override
    public String name() {
        return "vsock";
    }

    @Override
    public Set<String> schemes() {
        return Set.of("vsock");
    }

    @Override
    public boolean supports(Endpoint endpoint) {
        return endpoint instanceof Endpoint.Vsock;
    }

    @Override
    public Availability availability() {
        return VsockSupport.availability();
    }

    @Override
    public Connection connect(Endpoint endpoint, Deadline deadline) {
        return VsockConnecting.connect((Endpoint.Vsock) endpoint, deadline);
    }

    @Override
    public Listener listen(Endpoint endpoint) {
        return VsockListener.bind((Endpoint.Vsock) endpoint);
    }
}
