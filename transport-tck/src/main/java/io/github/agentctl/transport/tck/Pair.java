// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.tck;

import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.Listener;

/** Two connected ends, and the listener between them. */
record Pair(Listener listener, Connection client, Connection server) implements AutoCloseable {
    static Pair open(Specifics specifics) {
        Endpoint endpoint = specifics.newAddress();
        return open(specifics, specifics.listen(endpoint));
    }

    static Pair open(Specifics specifics, Listener listener) {
        Worker<Connection> server = Worker.start(listener::accept);
        Connection client = specifics.connect(listener.endpoint(), Blocking.limit());
        return new Pair(listener, client, server.result());
    }

    @Override
    public void close() {
        client.close();
        server.close();
        listener.close();
    }
}
