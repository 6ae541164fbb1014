// SPDX-License-Identifier: Apache-2.0
package example.greeter;

import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.Listener;
import io.github.agentctl.api.transport.Transports;
import io.github.agentctl.api.transport.Transports.Purpose;
import io.github.agentctl.ttrpc.TtrpcServer;
import java.time.Duration;

/** Serves the greeter at an address, {@code unix:///tmp/greeter.sock} for one, until it is stopped. */
public final class GreeterServer {
    private GreeterServer() {}

    public static void main(String[] arguments) throws InterruptedException {
        TtrpcServer server = serve(arguments[0]);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> server.shutdown(Duration.ofSeconds(5))));
        server.awaitTermination();
    }

    static TtrpcServer serve(String address) {
        Endpoint endpoint = Endpoint.parseForListening(address);
        Listener listener = Transports.installed()
                .select(endpoint, null, Purpose.LISTEN)
                .listen(endpoint);
        return TtrpcServer.builder(listener)
                .addService(new GreeterService())
                .build()
                .start();
    }
}
