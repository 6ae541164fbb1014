// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.grpc;

import io.grpc.ClientStreamTracer;
import io.grpc.Metadata;

/** Whether the peer has ended a call itself: only then is the status its word, and not grpc-java's. One for each call. */
final class Answered extends ClientStreamTracer.Factory {
    private volatile boolean byPeer;

    boolean byPeer() {
        return byPeer;
    }

    @Override
    public ClientStreamTracer newClientStreamTracer(ClientStreamTracer.StreamInfo info, Metadata headers) {
        return new ClientStreamTracer() {
            @Override
            public void inboundTrailers(Metadata trailers) {
                byPeer = true;
            }
        };
    }
}
