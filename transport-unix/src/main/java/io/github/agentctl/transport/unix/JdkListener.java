// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.unix;

import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.transport.spi.ChannelListener;
import io.github.agentctl.transport.spi.SocketFile;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** A listener of the JDK's, with the socket's file. */
final class JdkListener extends ChannelListener {
    JdkListener(Endpoint.Unix endpoint, ServerSocketChannel channel, SocketFile file) throws IOException {
        super(endpoint, channel, file::remove);
    }

    @Override
    protected @Nullable Connection acceptNow(ServerSocketChannel channel) throws IOException {
        SocketChannel accepted = channel.accept();
        return accepted == null ? null : new JdkConnection(endpoint(), accepted);
    }
}
