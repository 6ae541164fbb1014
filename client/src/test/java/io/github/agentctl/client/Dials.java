// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.client;

import io.github.agentctl.api.transport.Availability;
import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.Listener;
import io.github.agentctl.api.transport.TransportException;
import io.github.agentctl.api.transport.TransportException.Reason;
import io.github.agentctl.api.transport.TransportProvider;
import io.grpc.Deadline;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A transport that counts, and holds back who connects when it is told to. */
final class Dials implements TransportProvider {
    final AtomicInteger count = new AtomicInteger();
    final CompletableFuture<Void> interrupted = new CompletableFuture<>();
    volatile CountDownLatch gate = new CountDownLatch(0);
    private final TransportProvider real;

    Dials(TransportProvider real) {
        this.real = real;
    }

    /** From now on, until the gate is opened. */
    void hold() {
        gate = new CountDownLatch(1);
    }

    @Override
    public Connection connect(Endpoint endpoint, Deadline deadline) {
        count.incrementAndGet();
        try {
            gate.await();
        } catch (InterruptedException e) {
            interrupted.complete(null);
            throw new TransportException(endpoint, Reason.OTHER, "interrupted", e);
        }
        return real.connect(endpoint, deadline);
    }

    @Override
    public String name() {
        return real.name();
    }

    @Override
    public Set<String> schemes() {
        return real.schemes();
    }

    @Override
    public boolean supports(Endpoint endpoint) {
        return real.supports(endpoint);
    }

    @Override
    public Availability availability() {
        return real.availability();
    }

    @Override
    public Listener listen(Endpoint endpoint) {
        return real.listen(endpoint);
    }
}
