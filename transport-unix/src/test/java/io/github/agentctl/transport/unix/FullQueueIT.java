// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.unix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.TransportException;
import io.github.agentctl.api.transport.TransportException.Reason;
import io.github.agentctl.api.transport.TransportProvider;
import io.grpc.Deadline;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class FullQueueIT {
    static List<TransportProvider> transports() {
        return List.of(new JdkTransport(), new JunixsocketTransport());
    }

    /** The JDK closes a channel whose connect fails; junixsocket leaves it to its caller. */
    @ParameterizedTest
    @MethodSource("transports")
    void noTryLeavesADescriptor(TransportProvider transport, @TempDir Path directory) throws IOException {
        Path path = directory.resolve("full.sock");
        Endpoint endpoint = new Endpoint.Unix(path.toString());
        List<SocketChannel> waiting = new ArrayList<>();
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(path), 1);
            while (waits(path, waiting)) {
                assertThat(waiting).hasSizeLessThan(10);
            }
            // The first try may load a library.
            fail(transport, endpoint);
            long before = sockets();
            assertThat(fail(transport, endpoint).reason()).isEqualTo(Reason.TIMED_OUT);
            assertThat(sockets()).isLessThanOrEqualTo(before);
        } finally {
            for (SocketChannel one : waiting) {
                one.close();
            }
        }
    }

    private static boolean waits(Path path, List<SocketChannel> waiting) throws IOException {
        SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX);
        waiting.add(client);
        client.configureBlocking(false);
        try {
            return client.connect(UnixDomainSocketAddress.of(path));
        } catch (IOException e) {
            return false;
        }
    }

    private static TransportException fail(TransportProvider transport, Endpoint endpoint) {
        return catchThrowableOfType(
                TransportException.class,
                () -> transport.connect(endpoint, Deadline.after(200, TimeUnit.MILLISECONDS)));
    }

    private static long sockets() throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.filter(FullQueueIT::isSocket).count();
        }
    }

    private static boolean isSocket(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
        } catch (IOException e) {
            return false;
        }
    }
}
