// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.jnr;

import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.Listener;
import io.github.agentctl.transport.spi.Attempt;
import io.github.agentctl.transport.spi.Connecting;
import io.github.agentctl.transport.spi.ListenFailure;
import io.github.agentctl.transport.spi.ShortPath;
import io.github.agentctl.transport.spi.SocketFile;
import io.github.agentctl.transport.spi.SocketPath;
import io.grpc.Deadline;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.nio.file.Path;
import jnr.constants.platform.Errno;
import jnr.unixsocket.UnixServerSocketChannel;
import jnr.unixsocket.UnixSocketAddress;
import jnr.unixsocket.UnixSocketChannel;
import org.jspecify.annotations.Nullable;

/** Connects and binds jnr's channels. They say what went wrong in words only, so the kernel's number is asked for. */
final class JnrChannels {
    /** As many as the kernel allows (net.core.somaxconn), where it allows fewer. */
    private static final int BACKLOG = 4096;

    private JnrChannels() {}

    static Connection connect(Endpoint endpoint, Deadline deadline) {
        if (endpoint instanceof Endpoint.AbstractUnix unix) {
            UnixSocketAddress address = address(unix);
            return Connecting.within(endpoint, deadline, () -> connect(endpoint, address));
        }
        Path path = SocketPath.of((Endpoint.Unix) endpoint, Attempt.CONNECT);
        return Connecting.within(endpoint, deadline, () -> {
            try (ShortPath shortened = ShortPath.of(path, room(path))) {
                return connect(endpoint, address(shortened.path()));
            }
        });
    }

    private static @Nullable Connection connect(Endpoint endpoint, UnixSocketAddress address) throws IOException {
        UnixSocketChannel channel = UnixSocketChannel.open();
        try {
            channel.configureBlocking(false);
            if (channel.connect(address)) {
                return new JnrConnection(endpoint, channel);
            }
            channel.close();
            return null;
        } catch (IOException | RuntimeException e) {
            // Asked before close overwrites it.
            boolean refused = Libc.lastError() == Errno.ECONNREFUSED;
            channel.close();
            if (refused) {
                throw (IOException) new ConnectException(e.getMessage()).initCause(e);
            }
            throw e;
        }
    }

    static Listener listen(Endpoint endpoint) {
        try {
            UnixServerSocketChannel channel = UnixServerSocketChannel.open();
            try {
                if (endpoint instanceof Endpoint.AbstractUnix unix) {
                    bind(channel, address(unix));
                    return new JnrListener(endpoint, channel, () -> {});
                }
                SocketFile file = SocketFile.bind((Endpoint.Unix) endpoint, path -> bind(channel, path));
                return new JnrListener(endpoint, channel, file::remove);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw ListenFailure.of(endpoint, e);
        }
    }

    private static void bind(UnixServerSocketChannel channel, Path path) throws IOException {
        Path directory = path.toAbsolutePath().getParent();
        if (JnrTransport.isAscii(path.toString()) || directory == null) {
            bind(channel, address(path));
            return;
        }
        try (ShortPath shortened = ShortPath.of(directory, room(path))) {
            bind(channel, address(shortened.path().resolve(path.getFileName())));
        }
    }

    private static void bind(UnixServerSocketChannel channel, UnixSocketAddress address) throws IOException {
        try {
            channel.socket().bind(address, BACKLOG);
        } catch (IOException e) {
            if (Libc.lastError() == Errno.EADDRINUSE) {
                throw (IOException) new BindException(e.getMessage()).initCause(e);
            }
            throw e;
        }
    }

    /** jnr counts a path's characters, not its bytes: one beyond ASCII gets a short name, as if it were too long. */
    private static int room(Path path) {
        return JnrTransport.isAscii(path.toString()) ? 0 : SocketPath.LONGEST;
    }

    private static UnixSocketAddress address(Path path) {
        return new UnixSocketAddress(path.toFile());
    }

    private static UnixSocketAddress address(Endpoint.AbstractUnix endpoint) {
        return new UnixSocketAddress("\0" + endpoint.name());
    }
}
