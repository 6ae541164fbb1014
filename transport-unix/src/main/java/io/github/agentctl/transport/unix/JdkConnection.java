// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.unix;

import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.PeerCredentials;
import io.github.agentctl.transport.spi.ChannelConnection;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;

/** A connection of the JDK's, which knows its peer by name. */
final class JdkConnection extends ChannelConnection {
    JdkConnection(Endpoint endpoint, SocketChannel channel) throws IOException {
        super(endpoint, channel);
    }

    @Override
    public Optional<PeerCredentials> peer() {
        try {
            UnixDomainPrincipal peer = channel().getOption(ExtendedSocketOptions.SO_PEERCRED);
            return PrincipalIds.uid(peer.user())
                    .flatMap(uid -> PrincipalIds.gid(peer.group()).map(gid -> new PeerCredentials(uid, gid, -1)));
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }
}
