// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.unix;

import io.github.agentctl.api.transport.Availability;
import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.Listener;
import io.github.agentctl.api.transport.TransportProvider;
import io.github.agentctl.transport.spi.Attempt;
import io.github.agentctl.transport.spi.ChannelConnection;
import io.github.agentctl.transport.spi.Connecting;
import io.github.agentctl.transport.spi.ListenFailure;
import io.github.agentctl.transport.spi.ShortPath;
import io.github.agentctl.transport.spi.SocketFile;
import io.github.agentctl.transport.spi.SocketPath;
import io.grpc.Deadline;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code jdk}: Unix sockets with a path, by the channels of the JDK. Needs nothing else; knows no abstract names. */
public final class JdkTransport implements TransportProvider {
    /** As many as the kernel allows (net.core.somaxconn), where it allows fewer. */
    static final int BACKLOG = 4096;

    /** For {@link java.util.ServiceLoader}. */
    public JdkTransport() {}

    @Override
    public String name() {
        return "jdk";
    }

    @Override
    public Set<String> schemes() {
        return Set.of("unix");
    }

    @Override
    public boolean supports(Endpoint endpoint) {
        return endpoint instanceof Endpoint.Unix;
    }

    @Override
    public int preference() {
        return 20;
    }

    @Override
    public Availability availability() {
        return Support.AVAILABILITY;
    }

    @Override
    public Connection connect(Endpoint endpoint, Deadline deadline) {
        Endpoint.Unix unix = (Endpoint.Unix) endpoint;
        Path path = SocketPath.of(unix, Attempt.CONNECT);
        return Connecting.within(endpoint, deadline, () -> connect(unix, path));
    }

    private static @Nullable ChannelConnection connect(Endpoint.Unix endpoint, Path path) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try (ShortPath shortened = ShortPath.of(path, 0)) {
            channel.configureBlocking(false);
            if (channel.connect(UnixDomainSocketAddress.of(shortened.path()))) {
                return new JdkConnection(endpoint, channel);
            }
            channel.close();
            return null;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public Listener listen(Endpoint endpoint) {
        Endpoint.Unix unix = (Endpoint.Unix) endpoint;
        try {
            ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                SocketFile file =
                        SocketFile.bind(unix, path -> channel.bind(UnixDomainSocketAddress.of(path), BACKLOG));
                return new JdkListener(unix, channel, file);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw ListenFailure.of(endpoint, e);
        }
    }

    /** Asked once. */
    private static final class Support {
        static final Availability AVAILABILITY = ask();

        private static Availability ask() {
            try {
                SocketChannel.open(StandardProtocolFamily.UNIX).close();
                return new Availability.Available();
            } catch (IOException | UnsupportedOperationException e) {
                return new Availability.Unavailable(
                        "this JDK makes no Unix sockets here (" + e.getMessage() + ")",
                        "use Linux, or --transport junixsocket");
            }
        }
    }
}
