// SPDX-License-Identifier: Apache-2.0
package example.greeter;

import io.github.agentctl.api.transport.PeerCredentials;
import io.github.agentctl.ttrpc.TtrpcServer;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;

/** Lets in the processes of one user, as the kernel says who they are. */
record OnlyUser(long uid) implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        PeerCredentials peer = call.getAttributes().get(TtrpcServer.PEER_CREDENTIALS);
        if (peer == null || peer.uid() != uid) {
            call.close(Status.PERMISSION_DENIED.withDescription("not for you"), new Metadata());
            return new ServerCall.Listener<>() {};
        }
        return next.startCall(call, headers);
    }
}
