// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.tck;

import static java.util.Objects.requireNonNull;

import io.github.agentctl.api.transport.Availability;
import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.Listener;
import io.github.agentctl.api.transport.TransportProvider;
import io.grpc.Deadline;
import java.util.function.Supplier;

/**
 * A provider with everything a kernel's socket has.
 *
 * @param addresses gives a free address at each call
 * @param hasCredentials whether {@link Connection#peer} is present
 */
public record ProviderSpecifics(TransportProvider provider, Supplier<Endpoint> addresses, boolean hasCredentials)
        implements Specifics {
    public ProviderSpecifics {
        requireNonNull(provider, "provider is null");
        requireNonNull(addresses, "addresses is null");
    }

    @Override
    public Availability availability() {
        return provider.availability();
    }

    @Override
    public Endpoint newAddress() {
        return addresses.get();
    }

    @Override
    public Listener listen(Endpoint endpoint) {
        return provider.listen(endpoint);
    }

    @Override
    public Connection connect(Endpoint endpoint, Deadline deadline) {
        return provider.connect(endpoint, deadline);
    }
}
