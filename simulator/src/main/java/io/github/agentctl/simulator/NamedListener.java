// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.Listener;
import java.io.IOException;

/** A listener that gives its name back when it is closed. */
record NamedListener(Listener listener, Runnable giveBack) implements Listener {
    @Override
    public Endpoint endpoint() {
        return listener.endpoint();
    }

    @Override
    public Connection accept() throws IOException {
        return listener.accept();
    }

    @Override
    public void close() {
        giveBack.run();
        listener.close();
    }
}
