// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.unix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.agentctl.api.transport.Availability;
import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.Listener;
import io.github.agentctl.api.transport.TransportException;
import io.github.agentctl.api.transport.TransportException.Reason;
import io.github.agentctl.transport.tck.SkipReport;
import io.grpc.Deadline;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SkipReport.class)
class AbstractNameIT {
    private final JunixsocketTransport transport = new JunixsocketTransport();

    @BeforeEach
    void skipWithoutJunixsocket() {
        if (transport.availability() instanceof Availability.Unavailable no) {
            Assumptions.abort(no.reason() + "; " + no.remedy());
        }
    }

    @Test
    void aRefusalNamesTheNetworkNamespace() {
        Endpoint endpoint = Addresses.name();
        TransportException failure =
                catchThrowableOfType(TransportException.class, () -> transport.connect(endpoint, soon()));
        assertThat(failure.reason()).isEqualTo(Reason.REFUSED);
        assertThat(failure).hasMessageContaining("network namespace");
    }

    @Test
    void theKernelGetsTheNameAsItIs() throws Exception {
        String name = "agentctl/\u00fc " + System.nanoTime();
        try (Listener listener = transport.listen(new Endpoint.AbstractUnix(name))) {
            byte[] listed = Files.readAllBytes(Path.of("/proc/net/unix"));
            assertThat(new String(listed, StandardCharsets.UTF_8).lines()).anyMatch(line -> line.endsWith(" @" + name));
            try (Connection client = transport.connect(listener.endpoint(), soon())) {
                assertThat(client.isOpen()).isTrue();
            }
        }
    }

    @Test
    void takesNamesOf107Bytes() {
        Endpoint endpoint = new Endpoint.AbstractUnix(
                "n".repeat(95) + String.format("%012d", System.nanoTime() % 1_000_000_000_000L));
        try (Listener listener = transport.listen(endpoint);
                Connection client = transport.connect(endpoint, soon())) {
            assertThat(client.endpoint()).isEqualTo(listener.endpoint());
        }
    }

    @Test
    void refusesNamesOver107Bytes() {
        Endpoint endpoint = new Endpoint.AbstractUnix("n".repeat(108));
        TransportException failure =
                catchThrowableOfType(TransportException.class, () -> transport.connect(endpoint, soon()));
        assertThat(failure.reason()).isEqualTo(Reason.IMPOSSIBLE);
        TransportException second = catchThrowableOfType(TransportException.class, () -> transport.listen(endpoint));
        assertThat(second.reason()).isEqualTo(Reason.IMPOSSIBLE);
    }

    private static Deadline soon() {
        return Deadline.after(10, TimeUnit.SECONDS);
    }
}
