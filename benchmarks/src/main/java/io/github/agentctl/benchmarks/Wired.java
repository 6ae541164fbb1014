// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.benchmarks;

import io.github.agentctl.api.transport.Availability;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.Listener;
import io.github.agentctl.api.transport.TransportProvider;
import io.github.agentctl.api.transport.Transports;
import io.github.agentctl.api.transport.Transports.Purpose;
import io.github.agentctl.transport.spi.InProcessListener;
import io.github.agentctl.ttrpc.TtrpcChannel;
import io.github.agentctl.ttrpc.TtrpcServer;
import io.grpc.Deadline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Client and server in this process, with a socket of the named transport between them. */
final class Wired implements AutoCloseable {
    private final TtrpcServer server;
    private final TtrpcChannel channel;
    private final Path folder;

    /** @param transport {@code in-process}, or a scheme and, after a dash, a provider where there are several */
    Wired(String transport) throws IOException {
        folder = Files.createTempDirectory("agentctl-bench");
        if (transport.equals("in-process")) {
            InProcessListener listener = new InProcessListener(new Endpoint.Other("sim", "bench"));
            server = serve(listener);
            channel = new TtrpcChannel(listener.connect());
            return;
        }
        int at = transport.indexOf('-');
        String scheme = at < 0 ? transport : transport.substring(0, at);
        String provider = at < 0 ? null : transport.substring(at + 1);
        Endpoint listening = Endpoint.parse(address(scheme, true));
        Endpoint dialled = Endpoint.parse(address(scheme, false));
        TransportProvider to = Transports.installed().select(dialled, provider, Purpose.CONNECT);
        if (to.availability() instanceof Availability.Unavailable missing) {
            throw new IOException(transport + ": " + missing);
        }
        server = serve(Transports.installed()
                .select(listening, provider, Purpose.LISTEN)
                .listen(listening));
        channel = new TtrpcChannel(to.connect(dialled, Deadline.after(5, TimeUnit.SECONDS)));
    }

    TtrpcChannel channel() {
        return channel;
    }

    @Override
    public void close() throws IOException {
        channel.shutdownNow();
        server.shutdownNow();
        Files.deleteIfExists(folder);
    }

    private String address(String scheme, boolean listening) {
        return switch (scheme) {
            case "unix" -> "unix://" + folder.resolve("s");
            case "abstract" ->
                "unix://@agentctl-bench-" + ProcessHandle.current().pid();
            case "hvsock" -> "hvsock://" + folder.resolve("s") + ":1024";
            case "vsock" -> listening ? "vsock://-1:1024" : "vsock://1:1024";
            default -> throw new IllegalArgumentException("no transport " + scheme);
        };
    }

    private static TtrpcServer serve(Listener listener) {
        return TtrpcServer.builder(listener).addService(Blob.service()).build().start();
    }
}
