// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.unix;

import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.Listener;
import io.github.agentctl.api.transport.TransportException.Reason;
import io.github.agentctl.transport.spi.Attempt;
import io.github.agentctl.transport.spi.Connecting;
import io.github.agentctl.transport.spi.ListenFailure;
import io.github.agentctl.transport.spi.SocketPath;
import io.grpc.Deadline;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.nio.channels.ClosedByInterruptException;
import org.jspecify.annotations.Nullable;
import org.newsclub.net.unix.AFUNIXServerSocketChannel;
import org.newsclub.net.unix.AFUNIXSocketAddress;
import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.newsclub.net.unix.AddressAlreadyInUseSocketException;
import org.newsclub.net.unix.ConnectionRefusedSocketException;

/** Connects and binds junixsocket's channels. Its refusals are no subclasses of the JDK's, and are translated. */
final class JunixsocketChannels {
    private JunixsocketChannels() {}

    static Connection connect(Endpoint endpoint, Deadline deadline) {
        AFUNIXSocketAddress address = address(endpoint, Attempt.CONNECT);
        return Connecting.within(endpoint, deadline, () -> connectUninterrupted(endpoint, address));
    }

    /** The channel's connect closes it on an interrupt even though it does not block: then it is done again. */
    private static @Nullable Connection connectUninterrupted(Endpoint endpoint, AFUNIXSocketAddress address)
            throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return connect(endpoint, address);
                } catch (ClosedByInterruptException e) {
                    interrupted |= Thread.interrupted();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static @Nullable Connection connect(Endpoint endpoint, AFUNIXSocketAddress address) throws IOException {
        AFUNIXSocketChannel channel = AFUNIXSocketChannel.open();
        try {
            channel.configureBlocking(false);
            if (channel.connect(address)) {
                return new JunixsocketConnection(endpoint, channel);
            }
            channel.close();
            return null;
        } catch (ConnectionRefusedSocketException e) {
            channel.close();
            throw (IOException) new ConnectException(e.getMessage()).initCause(e);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    static Listener listen(Endpoint.AbstractUnix endpoint) {
        AFUNIXSocketAddress address = address(endpoint, Attempt.LISTEN);
        try {
            AFUNIXServerSocketChannel channel = AFUNIXServerSocketChannel.open();
            try {
                channel.bind(address, JdkTransport.BACKLOG);
                return new JunixsocketListener(endpoint, channel);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (AddressAlreadyInUseSocketException e) {
            throw ListenFailure.of(endpoint, (IOException) new BindException(e.getMessage()).initCause(e));
        } catch (IOException e) {
            throw ListenFailure.of(endpoint, e);
        }
    }

    private static AFUNIXSocketAddress address(Endpoint endpoint, Attempt attempt) {
        try {
            if (endpoint instanceof Endpoint.AbstractUnix unix) {
                byte[] name = SocketPath.of(unix, attempt);
                byte[] withNul = new byte[1 + name.length];
                System.arraycopy(name, 0, withNul, 1, name.length);
                return AFUNIXSocketAddress.of(withNul);
            }
            return AFUNIXSocketAddress.of(SocketPath.of((Endpoint.Unix) endpoint, attempt));
        } catch (IOException e) {
            throw attempt.failed(endpoint, Reason.IMPOSSIBLE, "junixsocket says: " + e.getMessage(), e);
        }
    }
}
