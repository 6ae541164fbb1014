// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.unix;

import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.PeerCredentials;
import io.github.agentctl.transport.spi.StreamConnection;
import java.io.IOException;
import java.util.Optional;
import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.newsclub.net.unix.AFUNIXSocketCredentials;

/** A connection of junixsocket's, which knows its peer by number. */
final class JunixsocketConnection extends StreamConnection {
    private final AFUNIXSocketChannel socket;

    JunixsocketConnection(Endpoint endpoint, AFUNIXSocketChannel socket) throws IOException {
        super(endpoint, socket);
        this.socket = socket;
    }

    /** A Unix socket is writable while three quarters of its buffer are free (Linux, af_unix.c). */
    @Override
    protected boolean fitsWhenWritable() {
        return true;
    }

    @Override
    public Optional<PeerCredentials> peer() {
        try {
            AFUNIXSocketCredentials peer = socket.getPeerCredentials();
            boolean known = peer != null && peer.getUid() >= 0 && peer.getGid() >= 0;
            return known
                    ? Optional.of(new PeerCredentials(peer.getUid(), peer.getGid(), peer.getPid()))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
