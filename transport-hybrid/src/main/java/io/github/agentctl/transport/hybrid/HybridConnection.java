// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.hybrid;

import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.transport.spi.ForwardingConnection;

/** The Unix socket after the handshake, under the address that was asked for. Its peer is the hypervisor. */
final class HybridConnection extends ForwardingConnection {
    private final Endpoint endpoint;

    HybridConnection(Endpoint endpoint, Connection socket) {
        super(socket);
        this.endpoint = endpoint;
    }

    @Override
    public Endpoint endpoint() {
        return endpoint;
    }
}
