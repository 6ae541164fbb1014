// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.transport.spi.InProcessListener;
import io.grpc.Server;
import io.netty.channel.EventLoop;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server and the threads that start it. */
@Timeout(60)
class GrpcServerTest {
    /** More often than there are threads that it could take for itself. */
    @Test
    void startsOnAThreadThatServesAClient() throws Exception {
        EventLoop loop = Threads.clientLoops().next();
        for (int i = 0; i <= Runtime.getRuntime().availableProcessors(); i++) {
            Server server = loop.submit(() ->
                            new GrpcWire().serve(new InProcessListener(new Endpoint.Other("sim", "here")), List.of()))
                    .get(20, TimeUnit.SECONDS);

            assertThat(server.shutdownNow().awaitTermination(20, TimeUnit.SECONDS))
                    .isTrue();
        }
    }
}
