// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.api.transport;

import io.grpc.Deadline;
import java.util.Set;

/**
 * A kind of socket. Found by {@link java.util.ServiceLoader}; chosen by scheme, then by what the endpoint needs, then
 * by {@link #preference}, or by name where the user says so. Thread-safe, and without state.
 */
public interface TransportProvider {
    /** What the user calls it: {@code jdk}. Unique among the installed ones. */
    String name();

    /** The schemes it serves, lower case; not empty. */
    Set<String> schemes();

    /** Whether it can reach this endpoint, whose scheme is one of its own: "not mine" is no error. */
    boolean supports(Endpoint endpoint);

    /** Which to take where several support an endpoint: the higher. Follows measured speed; 0 where nothing is measured. */
    default int preference() {
        return 0;
    }

    /** Whether it works here. May be asked often; does not block. */
    Availability availability();

    /**
     * Connects once; the caller decides about another try.
     *
     * @param deadline when to give up
     * @throws TransportException when there is no connection by then
     */
    Connection connect(Endpoint endpoint, Deadline deadline);

    /**
     * Binds and listens. A path socket is for its owner only (mode 0600) from its first moment; a stale one is
     * replaced, a live one and any other file is left alone.
     *
     * @throws TransportException when it cannot be bound
     */
    Listener listen(Endpoint endpoint);
}
