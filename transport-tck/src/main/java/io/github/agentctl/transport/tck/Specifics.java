// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.tck;

import io.github.agentctl.api.transport.Availability;
import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.Listener;
import io.grpc.Deadline;

/** What the contract needs to know of the transport it tests. */
public interface Specifics {
    /** Whether it works here; where not, its tests are skipped with reason and remedy. */
    Availability availability();

    /** An address that is free, and was never given before. */
    Endpoint newAddress();

    /** Listens. @throws TransportException as {@link io.github.agentctl.api.transport.TransportProvider#listen} does */
    Listener listen(Endpoint endpoint);

    /** Connects. @throws TransportException as {@link io.github.agentctl.api.transport.TransportProvider#connect} does */
    Connection connect(Endpoint endpoint, Deadline deadline);

    /** Whether a side that ended its output still gets the peer's bytes. */
    default boolean hasHalfClose() {
        return true;
    }

    /** Whether a connection has a descriptor of the kernel, so that a lost one is seen in {@code /proc/self/fd}. */
    default boolean hasDescriptors() {
        return true;
    }

    /** Whether the kernel says who the peer is. */
    default boolean hasCredentials() {
        return false;
    }
}
