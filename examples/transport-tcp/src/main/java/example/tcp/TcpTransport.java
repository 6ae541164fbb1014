// SPDX-License-Identifier: Apache-2.0
package example.tcp;

import io.github.agentctl.api.transport.Availability;
import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.Listener;
import io.github.agentctl.api.transport.TransportException.Reason;
import io.github.agentctl.api.transport.TransportProvider;
import io.github.agentctl.transport.spi.Attempt;
import io.github.agentctl.transport.spi.ChannelConnection;
import io.github.agentctl.transport.spi.ChannelListener;
import io.github.agentctl.transport.spi.ConnectFailure;
import io.github.agentctl.transport.spi.ListenFailure;
import io.grpc.Deadline;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** {@code tcp://HOST:PORT}: a transport that kata-agent-ctl does not know by itself. */
public final class TcpTransport implements TransportProvider {
    @Override
    public String name() {
        return "tcp";
    }

    @Override
    public Set<String> schemes() {
        return Set.of("tcp");
    }

    @Override
    public boolean supports(Endpoint endpoint) {
        return endpoint instanceof Endpoint.Other;
    }

    @Override
    public Availability availability() {
        return new Availability.Available();
    }

    @Override
    public Connection connect(Endpoint endpoint, Deadline deadline) {
        InetSocketAddress address = address(endpoint, Attempt.CONNECT);
        // An interrupt from before is no reason not to connect; in a blocking connect it would close the channel.
        boolean interrupted = Thread.interrupted();
        try {
            long millis = deadline.timeRemaining(TimeUnit.MILLISECONDS);
            if (millis <= 0) {
                throw ConnectFailure.timedOut(endpoint, new SocketTimeoutException("no time left"));
            }
            SocketChannel channel = SocketChannel.open();
            try {
                channel.socket().connect(address, (int) Math.min(millis, Integer.MAX_VALUE));
                return connection(endpoint, channel);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw ConnectFailure.of(endpoint, e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public Listener listen(Endpoint endpoint) {
        try {
            ServerSocketChannel channel = ServerSocketChannel.open();
            try {
                channel.bind(address(endpoint, Attempt.LISTEN));
                InetSocketAddress bound = (InetSocketAddress) channel.getLocalAddress();
                String text = bound.getHostString() + ":" + bound.getPort();
                return new ChannelListener(new Endpoint.Other("tcp", text), channel, () -> {}) {
                    @Override
                    protected Connection acceptNow(ServerSocketChannel server) throws IOException {
                        SocketChannel accepted = server.accept();
                        return accepted == null ? null : connection(endpoint(), accepted);
                    }
                };
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw ListenFailure.of(endpoint, e);
        }
    }

    private static Connection connection(Endpoint endpoint, SocketChannel channel) throws IOException {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        return new ChannelConnection(endpoint, channel);
    }

    private static InetSocketAddress address(Endpoint endpoint, Attempt attempt) {
        String text = ((Endpoint.Other) endpoint).text();
        int colon = text.lastIndexOf(':');
        try {
            InetSocketAddress address =
                    new InetSocketAddress(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
            if (!address.isUnresolved()) {
                return address;
            }
        } catch (IllegalArgumentException | StringIndexOutOfBoundsException e) {
            throw attempt.failed(endpoint, Reason.IMPOSSIBLE, "expected tcp://HOST:PORT", e);
        }
        throw attempt.failed(endpoint, Reason.NOT_THERE, "no such host", null);
    }
}
