// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.grpc;

import static org.junit.jupiter.api.Assumptions.abort;

import io.github.agentctl.api.transport.Availability;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.TransportProvider;
import io.github.agentctl.api.transport.Transports;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Where a client and a server meet: a kind of address, and who connects to it. */
enum Place {
    /** Whoever is taken where nobody is named: for gRPC, Netty's epoll. */
    PATH(null),
    JDK("jdk"),
    JUNIXSOCKET("junixsocket"),
    JNR("jnr"),
    ABSTRACT(null),
    ABSTRACT_JUNIXSOCKET("junixsocket"),
    HYBRID(null),
    VSOCK(null),
    SIMULATED(null);

    private static final AtomicInteger LAST = new AtomicInteger();

    /** The name of a transport; null to let the client choose. */
    final @Nullable String transport;

    Place(@Nullable String transport) {
        this.transport = transport;
    }

    /** An address that is free. */
    Endpoint newAddress(Path directory) {
        int number = LAST.incrementAndGet();
        Endpoint path = new Endpoint.Unix(directory.resolve(number + ".sock").toString());
        return switch (this) {
            case PATH, JDK, JUNIXSOCKET, JNR -> path;
            case ABSTRACT, ABSTRACT_JUNIXSOCKET ->
                new Endpoint.AbstractUnix(
                        "agentctl-grpc-" + ProcessHandle.current().pid() + "-" + number);
            case HYBRID -> new Endpoint.Hybrid(path, 1024);
            // The loopback: where the kernel has none, nobody can listen.
            case VSOCK ->
                new Endpoint.Vsock(1, 20_000 + (int) (ProcessHandle.current().pid() % 20_000) + number);
            case SIMULATED -> new Endpoint.Other("sim", "agent-port-" + number);
        };
    }

    /** The transport that listens; skips the test where this machine has none. */
    TransportProvider listening(Endpoint endpoint) {
        TransportProvider provider = Transports.installed().providers().stream()
                .filter(one -> one.schemes().contains(endpoint.scheme()) && one.supports(endpoint))
                .filter(one -> transport == null || one.name().equals(transport))
                .findFirst()
                .orElseThrow();
        Availability availability = provider.availability();
        if (availability instanceof Availability.Unavailable no) {
            abort(no.reason() + "; " + no.remedy());
        }
        if (this == VSOCK
                && availability instanceof Availability.Available some
                && !some.except().isEmpty()) {
            abort("this kernel has no VSOCK loopback; as root: modprobe vsock_loopback; or run interop/vm/run");
        }
        return provider;
    }
}
