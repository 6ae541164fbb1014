// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.interop;

import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.Listener;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A listener that knows the connections it has accepted, so that a handler can hang up. */
record Doors(Listener listener, Set<Connection> accepted) implements Listener {
    Doors(Listener listener) {
        this(listener, ConcurrentHashMap.newKeySet());
    }

    @Override
    public Endpoint endpoint() {
        return listener.endpoint();
    }

    @Override
    public Connection accept() throws IOException {
        Connection connection = listener.accept();
        accepted.removeIf(old -> !old.isOpen());
        accepted.add(connection);
        return connection;
    }

    void hangUp() {
        // Not one that is accepted meanwhile.
        List.copyOf(accepted).forEach(Connection::close);
    }

    @Override
    public void close() {
        listener.close();
    }
}
