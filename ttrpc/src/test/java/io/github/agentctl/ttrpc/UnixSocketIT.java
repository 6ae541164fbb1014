// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Int32Value;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.Listener;
import io.github.agentctl.api.transport.PeerCredentials;
import io.github.agentctl.transport.unix.JdkTransport;
import io.grpc.CallOptions;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Over a socket of the kernel. */
@Timeout(60)
class UnixSocketIT {
    @RegisterExtension
    private final Loopback loopback = new Loopback();

    @TempDir
    Path directory;

    @Test
    @DisplayName("Go: TestUnixSocketHandshake")
    void theHandlerLearnsWhoTheClientIs() throws Exception {
        BlockingQueue<PeerCredentials> peers = new LinkedBlockingQueue<>();
        BlockingQueue<Endpoint> reached = new LinkedBlockingQueue<>();
        ServerInterceptor look = new ServerInterceptor() {
            @Override
            public <Q, A> ServerCall.Listener<Q> interceptCall(
                    ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
                peers.add(call.getAttributes().get(TtrpcServer.PEER_CREDENTIALS));
                reached.add(call.getAttributes().get(TtrpcServer.LOCAL_ENDPOINT));
                return next.startCall(call, headers);
            }
        };
        Endpoint endpoint = new Endpoint.Unix(directory.resolve("s").toString());
        Listener listener = new JdkTransport().listen(endpoint);
        TtrpcServer server = TtrpcServer.builder(listener)
                .addService(ServerInterceptors.intercept(Echo.parrot(), look))
                .addService(ServerInterceptors.intercept(Streams.service(), look))
                .build()
                .start();
        loopback.after(server::shutdownNow);
        TtrpcChannel channel =
                new TtrpcChannel(new JdkTransport().connect(endpoint, Deadline.after(10, TimeUnit.SECONDS)));
        loopback.after(channel::shutdownNow);

        assertThat(Echo.say(channel, "x")).isEqualTo("x");
        Events<Int32Value> replies = new Events<>();
        ClientCalls.asyncServerStreamingCall(
                channel.newCall(Streams.COUNT, CallOptions.DEFAULT), Int32Value.of(10_000), replies);
        assertThat(replies.countToTheEnd(Status.Code.OK)).isEqualTo(10_000);

        long uid = ((Number) Files.getAttribute(Path.of("/proc/self"), "unix:uid")).longValue();
        long gid = ((Number) Files.getAttribute(Path.of("/proc/self"), "unix:gid")).longValue();
        for (int call = 0; call < 2; call++) {
            PeerCredentials peer = peers.take();
            assertThat(peer.uid()).isEqualTo(uid);
            assertThat(peer.gid()).isEqualTo(gid);
            assertThat(reached.take()).isEqualTo(endpoint);
        }
    }
}
