// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.vsock;

import java.io.FileDescriptor;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.newsclub.net.unix.AFServerSocket;
import org.newsclub.net.unix.AFServerSocketChannel;
import org.newsclub.net.unix.AFSocket;
import org.newsclub.net.unix.AFSocketImpl;
import org.newsclub.net.unix.AFVSOCKSocketAddress;

/** A listening stream socket of AF_VSOCK. */
final class VsockServerSocket extends AFServerSocket<AFVSOCKSocketAddress> {
    private VsockServerSocket(@Nullable FileDescriptor descriptor) throws IOException {
        super(descriptor);
    }

    /** Not bound, in blocking mode. */
    static AFServerSocketChannel<AFVSOCKSocketAddress> openChannel() throws IOException {
        return AFServerSocket.newInstance(VsockServerSocket::new).getChannel();
    }

    @Override
    protected AFServerSocketChannel<AFVSOCKSocketAddress> newChannel() {
        return new Channel(this);
    }

    @Override
    protected AFSocketImpl<AFVSOCKSocketAddress> newImpl(@Nullable FileDescriptor descriptor) {
        return new VsockSocket.Implementation(descriptor);
    }

    @Override
    protected AFSocket<AFVSOCKSocketAddress> newSocketInstance() throws IOException {
        return VsockSocket.open();
    }

    private static final class Channel extends AFServerSocketChannel<AFVSOCKSocketAddress> {
        Channel(VsockServerSocket socket) {
            super(socket, VsockProvider.INSTANCE);
        }
    }
}
