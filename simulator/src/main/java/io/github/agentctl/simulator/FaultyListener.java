// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.Listener;
import java.io.IOException;
import java.util.concurrent.Executor;

/** A listener on whose connections the faults of the wire happen. */
record FaultyListener(Listener listener, Executor executor) implements Listener {
    @Override
    public Endpoint endpoint() {
        return listener.endpoint();
    }

    @Override
    public Connection accept() throws IOException {
        return new FaultyConnection(listener.accept(), executor);
    }

    @Override
    public void close() {
        listener.close();
    }
}
