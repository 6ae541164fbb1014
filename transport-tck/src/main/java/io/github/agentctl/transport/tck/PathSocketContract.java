// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.Listener;
import io.github.agentctl.api.transport.TransportException;
import io.github.agentctl.api.transport.TransportException.Reason;
import io.grpc.Deadline;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connecting where sockets are files. The provider's own are {@link ProviderSpecifics}. */
public interface PathSocketContract extends Contract {
    @Override
    ProviderSpecifics specifics();

    /** No such path. */
    @Test
    default void saysThatTheSocketIsNotThere(@TempDir Path directory) {
        Endpoint endpoint = new Endpoint.Unix(directory.resolve("none.sock").toString());
        TransportException failure = failToConnect(endpoint, Blocking.limit());
        assertThat(failure.reason()).isEqualTo(Reason.NOT_THERE);
        assertThat(failure).hasMessage("cannot connect to " + endpoint + ": no such socket (is the agent running?)");
    }

    /** A socket's file without anybody behind it. */
    @Test
    default void saysThatTheSocketIsStale(@TempDir Path directory) throws IOException {
        Path path = directory.resolve("stale.sock");
        SocketFiles.makeStale(path);
        TransportException failure = failToConnect(new Endpoint.Unix(path.toString()), Blocking.limit());
        assertThat(failure.reason()).isEqualTo(Reason.REFUSED);
    }

    /** Something else in the socket's place. */
    @Test
    default void saysThatItIsNoSocket(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "text");
        assertThat(failToConnect(new Endpoint.Unix(file.toString()), Blocking.limit()))
                .hasMessageContaining("that is a file, no socket");
        assertThat(failToConnect(new Endpoint.Unix(directory.toString()), Blocking.limit()))
                .hasMessageContaining("that is a directory, no socket");
    }

    /** 107 bytes are the most that sun_path holds beside its NUL. */
    @Test
    default void takesPathsOf107Bytes(@TempDir Path directory) throws IOException {
        for (int size : new int[] {104, 105, 106, 107}) {
            Path path = SocketFiles.ofLength(directory, size);
            try (Pair pair = Pair.open(specifics(), specifics().listen(new Endpoint.Unix(path.toString())))) {
                Blocking.write(pair.client(), new byte[] {3});
                assertThat(Blocking.read(pair.server(), 1)).containsExactly(3);
            }
            assertThat(SocketFiles.in(directory)).isEmpty();
        }
    }

    /** A longer path is impossible, at once, and is not cut. */
    @Test
    default void refusesPathsOver107Bytes(@TempDir Path directory) throws IOException {
        for (int size : new int[] {108, 109, 300}) {
            Endpoint endpoint =
                    new Endpoint.Unix(SocketFiles.ofLength(directory, size).toString());
            TransportException failure = failToConnect(endpoint, Blocking.limit());
            assertThat(failure.reason()).isEqualTo(Reason.IMPOSSIBLE);
            assertThat(failure).hasMessageContaining(size + " bytes").hasMessageContaining("107 at most");
            TransportException second = catchThrowableOfType(
                    TransportException.class, () -> specifics().listen(endpoint));
            assertThat(second.reason()).isEqualTo(Reason.IMPOSSIBLE);
            assertThat(SocketFiles.in(directory)).isEmpty();
        }
    }

    /** A path may be relative to the working directory. */
    @Test
    default void takesRelativePaths() throws IOException {
        Path directory = Files.createTempDirectory(Path.of(""), "relative");
        try (Pair pair = Pair.open(
                specifics(),
                specifics().listen(new Endpoint.Unix(directory.resolve("s").toString())))) {
            assertThat(directory.isAbsolute()).isFalse();
            Blocking.write(pair.client(), new byte[] {4});
            assertThat(Blocking.read(pair.server(), 1)).containsExactly(4);
        } finally {
            Files.deleteIfExists(directory);
        }
    }

    /** A listener that does not accept: the kernel would wait for ever, and a deadline ends it. */
    @Test
    default void endsAConnectAtItsDeadline(@TempDir Path directory) throws IOException {
        Path path = directory.resolve("full.sock");
        List<Connection> queued = new ArrayList<>();
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(path), 1);
            Endpoint endpoint = new Endpoint.Unix(path.toString());
            TransportException failure = catchThrowableOfType(TransportException.class, () -> {
                for (int i = 0; i < 10; i++) {
                    queued.add(specifics().connect(endpoint, Deadline.after(100, TimeUnit.MILLISECONDS)));
                }
            });
            assertThat(failure.reason()).isEqualTo(Reason.TIMED_OUT);
            assertThat(queued).isNotEmpty();
        } finally {
            queued.forEach(Connection::close);
        }
    }

    /** Another user may not, and learns why. */
    @Test
    default void saysThatPermissionIsDenied(@TempDir Path directory) throws Exception {
        SocketFiles.letOthersEnter(directory);
        Path path = directory.resolve("private.sock");
        try (Listener listener = specifics().listen(new Endpoint.Unix(path.toString()))) {
            assertThat(OtherUser.connect(specifics().provider().name(), listener.endpoint()))
                    .startsWith("NO_PERMISSION cannot connect to " + listener.endpoint() + ": permission denied")
                    .contains("mode rw-------");
        }
    }

    private TransportException failToConnect(Endpoint endpoint, Deadline deadline) {
        return catchThrowableOfType(TransportException.class, () -> specifics().connect(endpoint, deadline));
    }
}
