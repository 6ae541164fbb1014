// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.vsock;

import java.io.IOException;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import org.newsclub.net.unix.AFAddressFamily;
import org.newsclub.net.unix.AFDatagramChannel;
import org.newsclub.net.unix.AFSelectorProvider;
import org.newsclub.net.unix.AFServerSocketChannel;
import org.newsclub.net.unix.AFSocket;
import org.newsclub.net.unix.AFSocketChannel;
import org.newsclub.net.unix.AFSocketPair;
import org.newsclub.net.unix.AFSocketType;
import org.newsclub.net.unix.AFSomeSocket;
import org.newsclub.net.unix.AFVSOCKSocketAddress;

/**
 * Opens channels and their selectors. junixsocket keeps AF_VSOCK's own in an artifact apart; what is in its common one
 * is enough for stream sockets.
 */
final class VsockProvider extends AFSelectorProvider<AFVSOCKSocketAddress> {
    static final VsockProvider INSTANCE = new VsockProvider();

    private VsockProvider() {}

    @Override
    protected AFSocket<AFVSOCKSocketAddress> newSocket() throws IOException {
        return VsockSocket.open();
    }

    @Override
    protected ProtocolFamily protocolFamily() {
        return () -> "VSOCK";
    }

    @Override
    protected AFAddressFamily<AFVSOCKSocketAddress> addressFamily() {
        return AFVSOCKSocketAddress.addressFamily();
    }

    @Override
    public AFSocketChannel<AFVSOCKSocketAddress> openSocketChannel() throws IOException {
        return VsockSocket.openChannel();
    }

    @Override
    public AFSocketChannel<AFVSOCKSocketAddress> openSocketChannel(SocketAddress remote) throws IOException {
        AFSocketChannel<AFVSOCKSocketAddress> channel = openSocketChannel();
        try {
            channel.connect(remote);
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public AFServerSocketChannel<AFVSOCKSocketAddress> openServerSocketChannel() throws IOException {
        return VsockServerSocket.openChannel();
    }

    @Override
    public AFServerSocketChannel<AFVSOCKSocketAddress> openServerSocketChannel(SocketAddress local) throws IOException {
        AFServerSocketChannel<AFVSOCKSocketAddress> channel = openServerSocketChannel();
        try {
            channel.bind(local, 0);
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    protected <Y extends AFSomeSocket> AFSocketPair<Y> newSocketPair(Y one, Y other) {
        throw new UnsupportedOperationException("AF_VSOCK has no pairs");
    }

    @Override
    public AFDatagramChannel<AFVSOCKSocketAddress> openDatagramChannel() {
        throw new UnsupportedOperationException("stream sockets only");
    }

    @Override
    public AFDatagramChannel<AFVSOCKSocketAddress> openDatagramChannel(AFSocketType type) {
        throw new UnsupportedOperationException("stream sockets only");
    }
}
