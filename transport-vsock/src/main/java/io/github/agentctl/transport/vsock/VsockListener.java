// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.vsock;

import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.Listener;
import io.github.agentctl.transport.spi.ChannelListener;
import io.github.agentctl.transport.spi.StreamConnection;
import java.io.IOException;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.ServerSocketChannel;
import org.jspecify.annotations.Nullable;
import org.newsclub.net.unix.AFServerSocketChannel;
import org.newsclub.net.unix.AFSocket;
import org.newsclub.net.unix.AFVSOCKSocketAddress;
import org.newsclub.net.unix.AddressUnavailableSocketException;

/** A listener on one CID of this machine, or on all it has. */
final class VsockListener extends ChannelListener {
    /** As many as the kernel allows, where it allows fewer. */
    private static final int BACKLOG = 4096;

    private final AFServerSocketChannel<AFVSOCKSocketAddress> server;

    private VsockListener(Endpoint endpoint, AFServerSocketChannel<AFVSOCKSocketAddress> server) throws IOException {
        super(endpoint, server, () -> {});
        this.server = server;
    }

    static Listener bind(Endpoint.Vsock endpoint) {
        try {
            AFServerSocketChannel<AFVSOCKSocketAddress> server = VsockServerSocket.openChannel();
            try {
                server.bind(AFVSOCKSocketAddress.ofPortAndCID(endpoint.port(), endpoint.cid()), BACKLOG);
                return new VsockListener(bound(endpoint, server), server);
            } catch (IOException | RuntimeException e) {
                server.close();
                throw e;
            }
        } catch (IOException e) {
            throw VsockFailure.toListen(endpoint, e);
        }
    }

    private static Endpoint bound(Endpoint.Vsock asked, AFServerSocketChannel<AFVSOCKSocketAddress> server)
            throws IOException {
        AFVSOCKSocketAddress local = server.getLocalAddress();
        if (local == null) {
            throw new IOException("the kernel does not say which port it chose");
        }
        // junixsocket tries the machine's own CID by itself where the kernel does not like 1: it is not what was asked.
        if (asked.cid() != Endpoint.ANY && local.getVSOCKCID() != asked.cid()) {
            throw new AddressUnavailableSocketException("the kernel has no such CID");
        }
        return new Endpoint.Vsock(asked.cid(), local.getVSOCKPort());
    }

    /** By the socket: an interrupt closes the channel in its own accept, and does nothing to the socket's. */
    @Override
    protected @Nullable Connection acceptNow(ServerSocketChannel channel) throws IOException {
        AFSocket<AFVSOCKSocketAddress> accepted;
        try {
            accepted = server.socket().accept();
        } catch (IllegalBlockingModeException e) {
            // Its way to say that nobody is there any more.
            return null;
        }
        return accepted == null ? null : new StreamConnection(endpoint(), accepted.getChannel());
    }
}
