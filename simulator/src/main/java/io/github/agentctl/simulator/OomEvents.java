// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import io.github.agentctl.proto.OOMEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Out-of-memory events: each goes to one caller, the longest waiting first; 100 wait for a caller. Thread-safe. */
final class OomEvents {
    private static final int CAPACITY = 100;

    private final Deque<OOMEvent> events = new ArrayDeque<>();
    private final Waiters<OOMEvent> waiters = new Waiters<>();
    private boolean closed;

    /** The next event; fails with INTERNAL {@code ""}, as the agent's channel does, when the sandbox ends. */
    CompletableFuture<OOMEvent> next() {
        synchronized (events) {
            if (closed) {
                throw Failure.internal("\"\"");
            }
            OOMEvent event = events.poll();
            return event == null ? waiters.add() : CompletableFuture.completedFuture(event);
        }
    }

    /** For the one who has waited longest, or for whoever asks next.
     *
     * @throws IllegalStateException when 100 events wait already
     */
    void add(String containerId) {
        OOMEvent event = OOMEvent.newBuilder().setContainerId(containerId).build();
        Optional<CompletableFuture<OOMEvent>> waiter;
        do {
            synchronized (events) {
                waiter = waiters.takeFirst();
                if (waiter.isEmpty()) {
                    keep(event);
                }
            }
            // Who gave up just now takes no event.
        } while (waiter.isPresent() && !waiter.get().complete(event));
    }

    private void keep(OOMEvent event) {
        if (events.size() == CAPACITY) {
            throw new IllegalStateException(CAPACITY + " OOM events wait already: nobody calls GetOOMEvent");
        }
        if (!closed) {
            events.add(event);
        }
    }

    void close() {
        synchronized (events) {
            closed = true;
            events.clear();
        }
        waiters.takeAll().forEach(waiter -> waiter.completeExceptionally(Failure.internal("\"\"")));
    }

    int waiting() {
        return waiters.size();
    }
}
