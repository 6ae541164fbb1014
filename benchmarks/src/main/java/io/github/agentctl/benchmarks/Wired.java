// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.benchmarks;

import io.github.agentctl.api.WireProvider;
import io.github.agentctl.api.Wires;
import io.github.agentctl.api.transport.Availability;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.TransportProvider;
import io.github.agentctl.api.transport.Transports;
import io.github.agentctl.api.transport.Transports.Purpose;
import io.github.agentctl.transport.spi.InProcessListener;
import io.grpc.Channel;
import io.grpc.Deadline;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Client and server in this process, with a socket of the named transport between them. */
final class Wired implements AutoCloseable {
    private static final String GRPC = "-grpc";

    private final Server server;
    private final ManagedChannel channel;
    private final Path folder;

    /**
     * @param name {@code in-process}, or a scheme and, after a dash, a provider where there are several. With
     *     {@code -grpc} at its end that wire, reached as a client reaches it; else ttrpc
     */
    Wired(String name) throws IOException {
        folder = Files.createTempDirectory("agentctl-bench");
        WireProvider wire = Wires.installed().select(name.endsWith(GRPC) ? "grpc" : "ttrpc");
        String transport = name.endsWith(GRPC) ? name.substring(0, name.length() - GRPC.length()) : name;
        if (transport.equals("in-process")) {
            InProcessListener listener = new InProcessListener(new Endpoint.Other("sim", "bench"));
            server = wire.serve(listener, List.of(Blob.service()));
            channel = wire.connect(listener.connect());
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
        server = wire.serve(
                Transports.installed()
                        .select(listening, provider, Purpose.LISTEN)
                        .listen(listening),
                List.of(Blob.service()));
        Deadline soon = Deadline.after(5, TimeUnit.SECONDS);
        channel = wire.dial(dialled, soon).orElseGet(() -> wire.connect(to.connect(dialled, soon), soon));
    }

    Channel channel() {
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
}
