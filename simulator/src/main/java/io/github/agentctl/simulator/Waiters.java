// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Those who wait for one thing to happen, the longest first. Who gives up is forgotten. Thread-safe. */
final class Waiters<T> {
    private final Set<CompletableFuture<T>> waiting = new LinkedHashSet<>();

    /** One more; completed by the one who takes it from here. */
    CompletableFuture<T> add() {
        CompletableFuture<T> waiter = new CompletableFuture<>();
        synchronized (waiting) {
            waiting.add(waiter);
        }
        Later.onCancel(waiter, () -> remove(waiter));
        return waiter;
    }

    /** Takes out the one who has waited longest. */
    Optional<CompletableFuture<T>> takeFirst() {
        synchronized (waiting) {
            Optional<CompletableFuture<T>> first = waiting.stream().findFirst();
            first.ifPresent(this::remove);
            return first;
        }
    }

    /** Takes all of them out. */
    List<CompletableFuture<T>> takeAll() {
        synchronized (waiting) {
            List<CompletableFuture<T>> all = new ArrayList<>(waiting);
            waiting.clear();
            return all;
        }
    }

    /** How many wait. */
    int size() {
        synchronized (waiting) {
            return waiting.size();
        }
    }

    @SuppressWarnings("CollectionUndefinedEquality") // The very same one is meant.
    private void remove(CompletableFuture<T> waiter) {
        synchronized (waiting) {
            waiting.remove(waiter);
        }
    }
}
