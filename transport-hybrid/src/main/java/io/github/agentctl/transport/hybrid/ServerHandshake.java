// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.hybrid;

import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Endpoint;
import io.grpc.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The hypervisor's half: {@code CONNECT PORT} in either case is answered by {@code OK NUMBER}, all else by a close. */
final class ServerHandshake {
    private static final String CONNECT = "connect ";

    /** The number is the hypervisor's own port for the connection; they begin there (Firecracker, vsock). */
    private static final AtomicInteger PORTS = new AtomicInteger(1 << 30);

    private ServerHandshake() {}

    /** Whether both have agreed. The connection is at the first byte of the client's then; else it is to be closed. */
    static boolean make(Endpoint.Hybrid endpoint, Connection connection, Duration longest) {
        Deadline deadline = Deadline.after(longest.toNanos(), TimeUnit.NANOSECONDS);
        try {
            if (!asksFor(endpoint, Line.read(connection, deadline).text())) {
                return false;
            }
            new Line("OK " + Integer.toUnsignedString(PORTS.getAndIncrement())).write(connection, deadline);
            return true;
        } catch (IOException e) {
            // Who does not get as far as that is nobody's client; a port scanner, for one.
            return false;
        }
    }

    private static boolean asksFor(Endpoint.Hybrid endpoint, String request) {
        if (!request.toLowerCase(Locale.ROOT).startsWith(CONNECT)) {
            return false;
        }
        try {
            int port =
                    Integer.parseUnsignedInt(request.substring(CONNECT.length()).strip());
            return endpoint.port() == Endpoint.ANY || port == endpoint.port();
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
