// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.unix;

import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.transport.spi.ChannelListener;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import org.jspecify.annotations.Nullable;
import org.newsclub.net.unix.AFUNIXServerSocketChannel;
import org.newsclub.net.unix.AFUNIXSocket;

/** A listener of junixsocket's, for an abstract name. */
final class JunixsocketListener extends ChannelListener {
    private final AFUNIXServerSocketChannel server;

    JunixsocketListener(Endpoint endpoint, AFUNIXServerSocketChannel server) throws IOException {
        super(endpoint, server, () -> {});
        this.server = server;
    }

    /** By the socket: an interrupt closes the channel in its own accept, and does nothing to the socket's. */
    @Override
    protected @Nullable Connection acceptNow(ServerSocketChannel channel) throws IOException {
        AFUNIXSocket accepted = (AFUNIXSocket) server.socket().accept();
        return accepted == null ? null : new JunixsocketConnection(endpoint(), accepted.getChannel());
    }
}
