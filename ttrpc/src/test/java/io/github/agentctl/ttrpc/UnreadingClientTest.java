// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.transport.spi.InProcessListener;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The server before a client that does not read. */
@Timeout(30)
class UnreadingClientTest {
    @RegisterExtension
    private final Loopback loopback = new Loopback();

    @Test
    void doesNotReadFromAClientThatDoesNotReadItsReplies() throws IOException {
        // 200 replies of 1 MiB would be far over what may wait; all of them come once they are read.
        RawPeer client = loopback.raw(loopback.serve(Echo.parrot()));
        String large = "x".repeat(1 << 20);
        Thread sender = Threads.daemon("sender", () -> {
            for (int i = 0; i < 200; i++) {
                client.send(RawPeer.echo(2 * i + 1, large, 0));
            }
        });
        sender.start();

        boolean[] seen = new boolean[401];
        for (int i = 0; i < 200; i++) {
            Frame.Whole reply = client.receive();
            assertThat(ResponseEnvelope.parse(reply.data()).status()).isEmpty();
            seen[reply.streamId()] = true;
        }
        for (int i = 0; i < 200; i++) {
            assertThat(seen[2 * i + 1]).as("reply %d", i).isTrue();
        }
    }

    @Test
    void aClientThatSendsByteByByteIsServedAndHoldsUpNobody() throws Exception {
        InProcessListener listener = loopback.serve(Echo.parrot());
        RawPeer slow = loopback.raw(listener);
        RawPeer other = loopback.raw(listener);
        byte[] request = RawPeer.echo(1, "x", 0);
        for (int i = 0; i < request.length; i++) {
            slow.send(request[i]);
            other.send(RawPeer.echo(2 * i + 1, "y", 0));
            assertThat(other.receiveStatus(2 * i + 1).status().isOk()).isTrue();
        }
        assertThat(slow.receiveStatus(1).status().isOk()).isTrue();
    }

    @Test
    void handlesNoMoreThanWhatMayWaitForTheClient() throws Exception {
        String large = "x".repeat(1 << 20);
        AtomicInteger handled = new AtomicInteger();
        CountDownLatch begun = new CountDownLatch(Backlog.HIGH_WATER >> 20);
        InProcessListener other = new InProcessListener(new Endpoint.Other("sim", ""));
        TtrpcServer inline = TtrpcServer.builder(other)
                .executor(Runnable::run)
                .addService(Echo.service((text, reply) -> {
                    handled.incrementAndGet();
                    begun.countDown();
                    Echo.reply(reply, large);
                }))
                .build()
                .start();
        try (RawPeer slow = RawPeer.at(other.connect())) {
            for (int i = 0; i < 100; i++) {
                slow.send(RawPeer.echo(2 * i + 1, "x", 0));
            }
            assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
            for (int read = 0; read < 100; read++) {
                assertThat(handled.get()).isLessThanOrEqualTo(read + (Backlog.HIGH_WATER >> 20) + 2);
                slow.receive();
            }
        } finally {
            inline.shutdownNow();
        }
    }
}
