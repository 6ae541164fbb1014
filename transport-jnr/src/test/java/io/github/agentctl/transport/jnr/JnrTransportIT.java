// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.jnr;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.Listener;
import io.github.agentctl.api.transport.Transports;
import io.grpc.Deadline;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JnrTransportIT {
    private final JnrTransport transport = new JnrTransport();

    @Test
    void isFoundByItsName() {
        Endpoint endpoint = new Endpoint.Unix("/run/x.sock");
        assertThat(Transports.installed().select(endpoint, "jnr")).isInstanceOf(JnrTransport.class);
    }

    @Test
    void servesWhatTheLibraryCanSpell() {
        assertThat(transport.supports(new Endpoint.Unix("/tmp/\u00fc"))).isTrue();
        assertThat(transport.supports(new Endpoint.AbstractUnix("n".repeat(106))))
                .isTrue();
        assertThat(transport.supports(new Endpoint.AbstractUnix("n".repeat(107))))
                .isFalse();
        assertThat(transport.supports(new Endpoint.AbstractUnix("\u00fc"))).isFalse();
        assertThat(transport.supports(new Endpoint.Vsock(1, 2))).isFalse();
    }

    @Test
    void connectsToAPathBeyondAscii(@TempDir Path directory) throws IOException {
        Path path = directory.resolve("\u00fc\u4e2d.sock");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(path));
            try (Connection connection = transport.connect(new Endpoint.Unix(path.toString()), soon())) {
                assertThat(connection.isOpen()).isTrue();
            }
        }
    }

    @Test
    void listensOnAPathBeyondAscii(@TempDir Path directory) throws IOException {
        Path folder = Files.createDirectory(directory.resolve("\u00fc\u4e2d"));
        Endpoint endpoint = new Endpoint.Unix(folder.resolve("s").toString());
        try (Listener listener = transport.listen(endpoint);
                Connection connection = transport.connect(listener.endpoint(), soon())) {
            assertThat(connection.endpoint()).isEqualTo(endpoint);
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void theKernelGetsTheLongestNameWhole() throws IOException {
        String name = "n".repeat(90) + String.format("%016d", System.nanoTime() % 1_000_000_000_000L);
        try (Listener listener = transport.listen(new Endpoint.AbstractUnix(name))) {
            byte[] listed = Files.readAllBytes(Path.of("/proc/net/unix"));
            assertThat(new String(listed, StandardCharsets.UTF_8).lines()).anyMatch(line -> line.endsWith(" @" + name));
            assertThat(listener.endpoint()).isEqualTo(new Endpoint.AbstractUnix(name));
        }
    }

    private static Deadline soon() {
        return Deadline.after(10, TimeUnit.SECONDS);
    }
}
