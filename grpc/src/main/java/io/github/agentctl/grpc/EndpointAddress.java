// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.grpc;

import static java.util.Objects.requireNonNull;

import io.github.agentctl.api.transport.Endpoint;
import java.net.SocketAddress;

/** An endpoint, where Netty wants a socket's address. */
final class EndpointAddress extends SocketAddress {
    private static final long serialVersionUID = 1L;

    private final transient Endpoint endpoint;

    EndpointAddress(Endpoint endpoint) {
        this.endpoint = requireNonNull(endpoint, "endpoint is null");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EndpointAddress address && address.endpoint.equals(endpoint);
    }

    @Override
    public int hashCode() {
        return endpoint.hashCode();
    }

    @Override
    public String toString() {
        return endpoint.toString();
    }
}
