// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.vsock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.agentctl.api.transport.Availability;
import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.Listener;
import io.github.agentctl.api.transport.TransportException;
import io.github.agentctl.api.transport.TransportException.Reason;
import io.github.agentctl.api.transport.Transports;
import io.github.agentctl.transport.tck.SkipReport;
import io.grpc.Deadline;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SkipReport.class)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class VsockTransportIT {
    private static final Path CLASSES = Path.of("target", "classes");

    private final VsockTransport transport = new VsockTransport();

    @Test
    void theModuleSaysTheSameAsTheClassPath() throws IOException {
        Assumptions.assumeTrue(Files.exists(CLASSES), "run by Maven only");
        String service = "io.github.agentctl.api.transport.TransportProvider";
        List<String> listed =
                Files.readAllLines(CLASSES.resolve("META-INF/services").resolve(service));
        try (InputStream compiled = Files.newInputStream(CLASSES.resolve("module-info.class"))) {
            assertThat(ModuleDescriptor.read(compiled).provides().stream().flatMap(p -> p.providers().stream()))
                    .containsExactlyElementsOf(listed)
                    .containsExactly(VsockTransport.class.getName());
        }
        assertThat(Transports.installed().providers()).hasAtLeastOneElementOfType(VsockTransport.class);
    }

    @Test
    void anyIsForListening() {
        for (Endpoint endpoint : List.of(new Endpoint.Vsock(Endpoint.ANY, 1024), new Endpoint.Vsock(1, Endpoint.ANY))) {
            TransportException failure = failToConnect(endpoint);
            assertThat(failure.reason()).isEqualTo(Reason.IMPOSSIBLE);
            assertThat(failure)
                    .hasMessage(
                            "cannot connect to " + endpoint + ": \"any\" is for listening; name the CID and the port");
        }
    }

    @Test
    void withoutLoopbackAConnectSaysSoAtOnce() {
        skipWithoutSockets();
        Assumptions.assumeTrue(LocalPorts.AVAILABILITY instanceof Availability.Unavailable, "this kernel has loopback");
        long start = System.nanoTime();
        TransportException failure = catchThrowableOfType(
                TransportException.class,
                () -> transport.connect(
                        new Endpoint.Vsock(LocalPorts.LOCAL, 1024), Deadline.after(30, TimeUnit.SECONDS)));
        assertThat(failure.reason()).isEqualTo(Reason.UNAVAILABLE);
        assertThat(failure).hasMessageContaining("modprobe vsock_loopback");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void itsAvailabilitySaysWhetherThereIsLoopback() {
        skipWithoutSockets();
        Availability expected = LocalPorts.AVAILABILITY instanceof Availability.Available
                ? new Availability.Available()
                : new Availability.Available("not for CID 1, this machine itself: its kernel has no VSOCK loopback"
                        + " (as root: modprobe vsock_loopback)");
        assertThat(transport.availability()).isEqualTo(expected);
    }

    @Test
    void listensOnAnyCidAndAnyPort() {
        skipWithoutSockets();
        Endpoint any = new Endpoint.Vsock(Endpoint.ANY, Endpoint.ANY);
        try (Listener one = transport.listen(any);
                Listener other = transport.listen(any)) {
            assertThat(((Endpoint.Vsock) one.endpoint()).cid()).isEqualTo(Endpoint.ANY);
            assertThat(((Endpoint.Vsock) one.endpoint()).port()).isNotEqualTo(Endpoint.ANY);
            assertThat(one.endpoint()).isNotEqualTo(other.endpoint());
        }
    }

    @Test
    void refusesAPortThatIsTaken() {
        skipWithoutSockets();
        try (Listener listener = transport.listen(new Endpoint.Vsock(Endpoint.ANY, Endpoint.ANY))) {
            TransportException failure =
                    catchThrowableOfType(TransportException.class, () -> transport.listen(listener.endpoint()));
            assertThat(failure.reason()).isEqualTo(Reason.IN_USE);
        }
    }

    @Test
    void refusesACidOfSomebodyElse() {
        skipWithoutSockets();
        TransportException failure = catchThrowableOfType(
                TransportException.class, () -> transport.listen(new Endpoint.Vsock(4_000_000, 2000)));
        assertThat(failure.reason()).isEqualTo(Reason.IMPOSSIBLE);
        assertThat(failure).hasMessageContaining("no such CID");
    }

    @Test
    void withoutLoopbackItDoesNotListenElsewhereForIt() {
        skipWithoutSockets();
        Assumptions.assumeTrue(LocalPorts.AVAILABILITY instanceof Availability.Unavailable, "this kernel has loopback");
        TransportException failure = catchThrowableOfType(
                TransportException.class, () -> transport.listen(new Endpoint.Vsock(LocalPorts.LOCAL, Endpoint.ANY)));
        assertThat(failure.reason()).isEqualTo(Reason.IMPOSSIBLE);
        assertThat(failure).hasMessageContaining("modprobe vsock_loopback");
    }

    @Test
    void takesPortsOfAll32Bits() throws IOException {
        LocalPorts.skipWithoutLoopback();
        Endpoint endpoint = new Endpoint.Vsock(LocalPorts.LOCAL, Integer.parseUnsignedInt("4294967294"));
        try (Listener listener = transport.listen(endpoint);
                Connection client = transport.connect(endpoint, soon());
                Connection server = listener.accept()) {
            assertThat(listener.endpoint()).isEqualTo(endpoint);
            assertThat(client.endpoint()).isEqualTo(server.endpoint()).hasToString("vsock://1:4294967294");
        }
    }

    @Test
    void aListenerOnAnyCidIsReachedByTheLocalOne() throws IOException {
        LocalPorts.skipWithoutLoopback();
        try (Listener listener = transport.listen(new Endpoint.Vsock(Endpoint.ANY, Endpoint.ANY))) {
            Endpoint local = new Endpoint.Vsock(LocalPorts.LOCAL, ((Endpoint.Vsock) listener.endpoint()).port());
            try (Connection client = transport.connect(local, soon());
                    Connection server = listener.accept()) {
                assertThat(client.isOpen()).isTrue();
                assertThat(server.isOpen()).isTrue();
            }
        }
    }

    @Test
    void tellsAClosedPort() {
        LocalPorts.skipWithoutLoopback();
        TransportException failure = failToConnect(LocalPorts.next());
        assertThat(failure.reason()).isEqualTo(Reason.REFUSED);
        assertThat(failure).hasMessageContaining("nobody listens on that port");
    }

    /** In a guest it is the hypervisor that is asked, and most say nothing; elsewhere the kernel says so itself. */
    @Test
    void tellsACidThatNobodyHas() {
        LocalPorts.skipWithoutLoopback();
        Assumptions.assumeFalse(
                Files.exists(Path.of("/sys/module/vmw_vsock_virtio_transport")),
                "this kernel asks a hypervisor for CIDs; run interop/vm/run, or: rmmod vmw_vsock_virtio_transport");
        TransportException failure = failToConnect(new Endpoint.Vsock(4_000_000, 1024));
        assertThat(failure.reason()).isEqualTo(Reason.NOT_THERE);
        assertThat(failure)
                .hasMessage(
                        "cannot connect to vsock://4000000:1024: no virtual machine has that CID (is the guest up? A"
                                + " host needs the module vhost_vsock to reach guests)");
    }

    private TransportException failToConnect(Endpoint endpoint) {
        return catchThrowableOfType(TransportException.class, () -> transport.connect(endpoint, soon()));
    }

    private void skipWithoutSockets() {
        if (transport.availability() instanceof Availability.Unavailable no) {
            Assumptions.abort(no.reason() + "; " + no.remedy());
        }
    }

    private static Deadline soon() {
        return Deadline.after(10, TimeUnit.SECONDS);
    }
}
