// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.client.AgentClient;
import io.github.agentctl.client.AgentClientBuilder;
import io.github.agentctl.client.Waiting;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Connects, and says what is awaited when that takes longer than a second. */
record AwaitedConnection(
        Endpoint endpoint,
        Duration limit,
        @Nullable String transport,
        @Nullable String wire,
        Log log) {
    private static final Duration SILENCE = Duration.ofSeconds(1);

    AgentClient connect() {
        AtomicReference<@Nullable Waiting> last = new AtomicReference<>();
        CountDownLatch connected = new CountDownLatch(1);
        Thread teller = new Thread(() -> tell(connected, last), "awaited-connection");
        teller.setDaemon(true);
        teller.start();
        long began = System.nanoTime();
        try {
            AgentClientBuilder builder = AgentClient.builder(endpoint)
                    .connectTimeout(limit)
                    .transport(transport)
                    .wire(wire)
                    .onWaiting(last::set);
            AgentClient agent = builder.connect();
            log.debug("connected to " + endpoint + " in " + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began)
                    + " ms");
            return agent;
        } catch (RuntimeException e) {
            InterruptedRunException.throwIfInterrupted();
            throw e;
        } finally {
            connected.countDown();
        }
    }

    /** On a thread of its own, because a try may itself be what takes so long. */
    private void tell(CountDownLatch connected, AtomicReference<@Nullable Waiting> last) {
        try {
            if (!connected.await(SILENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                Waiting waiting = last.get();
                String until = limit.isZero() ? "for ever" : "for " + HumanTime.text(limit);
                String why = waiting == null ? "" : ": " + waiting.failure().getMessage();
                log.info("waiting for " + endpoint + " (" + until + ")" + why);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
