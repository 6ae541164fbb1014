// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.vsock;

import java.io.FileDescriptor;
import java.net.SocketException;
import org.jspecify.annotations.Nullable;
import org.newsclub.net.unix.AFSocket;
import org.newsclub.net.unix.AFSocketChannel;
import org.newsclub.net.unix.AFSocketFactory;
import org.newsclub.net.unix.AFSocketImpl;
import org.newsclub.net.unix.AFVSOCKSocketAddress;

/** A stream socket of AF_VSOCK. */
final class VsockSocket extends AFSocket<AFVSOCKSocketAddress> {
    private VsockSocket(@Nullable FileDescriptor descriptor, @Nullable AFSocketFactory<AFVSOCKSocketAddress> factory)
            throws SocketException {
        super(new Implementation(descriptor), factory);
    }

    /** Not connected. */
    static AFSocket<AFVSOCKSocketAddress> open() throws SocketException {
        return AFSocket.newInstance(VsockSocket::new, null);
    }

    /** Not connected, in blocking mode. */
    static AFSocketChannel<AFVSOCKSocketAddress> openChannel() throws SocketException {
        return open().getChannel();
    }

    @Override
    protected AFSocketChannel<AFVSOCKSocketAddress> newChannel() {
        return new Channel(this);
    }

    private static final class Channel extends AFSocketChannel<AFVSOCKSocketAddress> {
        Channel(VsockSocket socket) {
            super(socket, VsockProvider.INSTANCE);
        }
    }

    /** What the socket and the server socket have in common. */
    static final class Implementation extends AFSocketImpl<AFVSOCKSocketAddress> {
        Implementation(@Nullable FileDescriptor descriptor) {
            super(AFVSOCKSocketAddress.addressFamily(), descriptor);
        }
    }
}
