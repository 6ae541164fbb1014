// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.vsock;

import io.github.agentctl.api.transport.Availability;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.Listener;
import io.grpc.Deadline;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;

/** Ports of this machine, where it has loopback. */
final class LocalPorts {
    static final int LOCAL = 1;
    static final Availability AVAILABILITY = ask();

    private static final AtomicInteger LAST = new AtomicInteger(20_000);

    private LocalPorts() {}

    static Endpoint.Vsock next() {
        return new Endpoint.Vsock(LOCAL, LAST.incrementAndGet());
    }

    static void skipWithoutLoopback() {
        if (AVAILABILITY instanceof Availability.Unavailable no) {
            Assumptions.abort(no.reason() + "; " + no.remedy());
        }
    }

    private static Availability ask() {
        VsockTransport transport = new VsockTransport();
        if (transport.availability() instanceof Availability.Unavailable no) {
            return no;
        }
        if (transport.availability() instanceof Availability.Available some
                && !some.except().isEmpty()) {
            return new Availability.Unavailable(
                    "this kernel has no VSOCK loopback", "as root: modprobe vsock_loopback; or run interop/vm/run");
        }
        // From here on a failure is a fault of ours, which must not pass for a kernel without loopback.
        try (Listener listener = transport.listen(new Endpoint.Vsock(LOCAL, Endpoint.ANY))) {
            transport
                    .connect(listener.endpoint(), Deadline.after(2, TimeUnit.SECONDS))
                    .close();
            return new Availability.Available();
        }
    }
}
