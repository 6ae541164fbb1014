// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.interop;

import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.Transports;
import io.github.agentctl.ttrpc.TtrpcServer;
import io.grpc.ServerInterceptors;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** {@code peer serve}. */
final class Serve {
    private final Duration grace;
    private final Doors doors;
    private final TtrpcServer server;

    Serve(List<String> given) throws IOException {
        Arguments arguments = Arguments.parse(given, Set.of("socket", "grace", "record"), "");
        grace = arguments.duration("grace", "5s");
        Endpoint endpoint = Endpoint.parseForListening("unix://" + arguments.text("socket"));
        doors = new Doors(Transports.installed()
                .select(endpoint, null, Transports.Purpose.LISTEN)
                .listen(endpoint));
        TtrpcServer.Builder builder = TtrpcServer.builder(doors)
                .addService(ServerInterceptors.intercept(
                        new PeerService(doors::hangUp, this::shutdown), new ReceivedMetadata()))
                .addService(new StreamingServices.Go())
                .addService(StreamingServices.rust());
        String file = arguments.text("record", "");
        if (!file.isEmpty()) {
            builder.trace(new Recorder(file));
        }
        server = builder.build();
    }

    void run() throws InterruptedException {
        server.start();
        Runtime.getRuntime().addShutdownHook(new Thread(this::terminated));
        System.out.println("ready");
        server.awaitTermination();
    }

    private void shutdown(ShutdownRequest order) {
        if (order.getImmediate()) {
            server.shutdownNow();
        } else {
            server.shutdown(Duration.ofMillis(order.getGraceMillis()));
        }
    }

    /** On a signal too. A JVM does not tell which, so each one is graceful. */
    private void terminated() {
        try {
            server.shutdown(grace).awaitTermination();
            System.out.printf("stopped cpu-seconds=%.3f%n", Peer.cpuSeconds());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
