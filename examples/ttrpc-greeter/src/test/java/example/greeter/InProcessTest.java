// SPDX-License-Identifier: Apache-2.0
package example.greeter;

import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.Listener;
import io.github.agentctl.transport.spi.InProcessListener;

/** Client and server in one process, over pipes: no socket, no file. */
class InProcessTest extends GreeterPromises {
    private final InProcessListener pipes = new InProcessListener(new Endpoint.Other("greeter", ""));

    @Override
    Listener listen() {
        return pipes;
    }

    @Override
    Connection connect() {
        return pipes.connect();
    }
}
