// SPDX-License-Identifier: Apache-2.0
package example.greeter;

import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.Listener;
import io.github.agentctl.api.transport.Transports;
import io.github.agentctl.ttrpc.TtrpcServer;
import java.time.Duration;

/** Serves the greeter until it is told to end: {@code GreeterServer unix:///tmp/greeter.sock}. */
public final class GreeterServer {
    private GreeterServer() {}

    public static void main(String... arguments) throws InterruptedException {
        Endpoint address = Endpoint.parseForListening(arguments[0]);
        Listener listener = Transports.installed()
                .select(address, null, Transports.Purpose.LISTEN)
                .listen(address);
        TtrpcServer server = TtrpcServer.builder(listener)
                .addService(new GreeterService())
                .build()
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(server)));
        System.out.println("listening on " + address);
        server.awaitTermination();
    }

    private static void end(TtrpcServer server) {
        try {
            server.shutdown(Duration.ofSeconds(5)).awaitTermination();
        } catch (InterruptedException e) {
            server.shutdownNow();
        }
    }
}
