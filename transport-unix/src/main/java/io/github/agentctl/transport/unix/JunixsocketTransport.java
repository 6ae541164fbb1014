// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.unix;

import io.github.agentctl.api.transport.Availability;
import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.Listener;
import io.github.agentctl.api.transport.TransportProvider;
import io.grpc.Deadline;
import java.util.Set;

/**
 * {@code junixsocket}: Unix sockets with a path or an abstract name, by junixsocket. Its classes and its native library
 * are loaded when first needed, not with this class.
 */
public final class JunixsocketTransport implements TransportProvider {
    /** For {@link java.util.ServiceLoader}. */
    public JunixsocketTransport() {}

    @Override
    public String name() {
        return "junixsocket";
    }

    @Override
    public Set<String> schemes() {
        return Set.of("unix");
    }

    @Override
    public boolean supports(Endpoint endpoint) {
        return endpoint instanceof Endpoint.Unix || endpoint instanceof Endpoint.AbstractUnix;
    }

    @Override
    public int preference() {
        return 10;
    }

    @Override
    public Availability availability() {
        return JunixsocketSupport.AVAILABILITY;
    }

    @Override
    public Connection connect(Endpoint endpoint, Deadline deadline) {
        return JunixsocketChannels.connect(endpoint, deadline);
    }

    /**
     * Listens: on an abstract name by junixsocket, on a path by the JDK. junixsocket aborts what it accepts when the
     * path that it was bound by has gone, and a {@link io.github.agentctl.transport.spi.SocketFile} is renamed.
     */
    @Override
    public Listener listen(Endpoint endpoint) {
        return endpoint instanceof Endpoint.AbstractUnix unix
                ? JunixsocketChannels.listen(unix)
                : new JdkTransport().listen(endpoint);
    }
}
