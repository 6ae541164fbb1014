// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.spi;

import static java.util.Objects.requireNonNull;

import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Endpoint;

/**
 * A byte stream within the process: two connections, each the other's peer. They keep the contract of
 * {@link Connection} without a kernel: no descriptors, no credentials.
 *
 * @param client the end of the one who connected
 * @param server the end of the one who accepted
 */
public record Pipes(Connection client, Connection server) {
    /** What each direction holds where nothing else is said, in bytes. */
    public static final int CAPACITY = 64 << 10;

    public Pipes {
        requireNonNull(client, "client is null");
        requireNonNull(server, "server is null");
    }

    /** A connected pair that holds {@link #CAPACITY} bytes in each direction. */
    public static Pipes open(Endpoint endpoint) {
        return open(endpoint, CAPACITY);
    }

    /**
     * A connected pair.
     *
     * @param endpoint what both ends say they are connected to
     * @param capacity how many bytes each direction holds; above 0
     */
    public static Pipes open(Endpoint endpoint, int capacity) {
        requireNonNull(endpoint, "endpoint is null");
        if (capacity <= 0) {
            throw new IllegalArgumentException("capacity is " + capacity + "; a pipe holds at least one byte");
        }
        PipeBuffer toServer = new PipeBuffer(capacity);
        PipeBuffer toClient = new PipeBuffer(capacity);
        return new Pipes(
                new PipeConnection(endpoint, toClient, toServer), new PipeConnection(endpoint, toServer, toClient));
    }
}
