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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.newsclub.net.unix.AFUNIXDatagramSocket;
import org.newsclub.net.unix.AFUNIXSocketAddress;

class OtherTypeIT {
    @Test
    void aDatagramSocketIsToldAtOnce(@TempDir Path directory) throws IOException {
        Path path = directory.resolve("a datagram.sock");
        Path link = Files.createSymbolicLink(directory.resolve("link"), path);
        try (AFUNIXDatagramSocket socket = AFUNIXDatagramSocket.newInstance()) {
            socket.bind(AFUNIXSocketAddress.of(path));
            for (TransportProvider transport : List.of(new JdkTransport(), new JunixsocketTransport())) {
                requireFailure(transport, path);
                requireFailure(transport, link);
            }
        }
    }

    private static void requireFailure(TransportProvider transport, Path path) {
        Endpoint endpoint = new Endpoint.Unix(path.toString());
        long start = System.nanoTime();
        TransportException failure = catchThrowableOfType(
                TransportException.class, () -> transport.connect(endpoint, Deadline.after(30, TimeUnit.SECONDS)));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        assertThat(failure.reason()).isEqualTo(Reason.OTHER);
        assertThat(failure)
                .hasMessage("cannot connect to " + endpoint + ": that is a datagram socket, no stream socket (check the"
                        + " path)");
    }
}
