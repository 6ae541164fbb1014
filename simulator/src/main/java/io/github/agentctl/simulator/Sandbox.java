// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * What the agent knows: the sandbox, its containers and its out-of-memory events. Containers do not need the sandbox to
 * be created. Thread-safe; what it throws are the agent's own failures.
 */
final class Sandbox {
    private static final int FIRST_PID = 100;

    private final Map<String, Container> containers = new LinkedHashMap<>();
    private final OomEvents oomEvents = new OomEvents();
    private final AtomicInteger pids = new AtomicInteger(FIRST_PID);
    private final Waiters<Void> hung = new Waiters<>();
    private final Set<Trap> traps;
    private boolean created;
    private boolean sharesProcesses;
    private boolean destroyed;
    private volatile boolean held;

    Sandbox() {
        this(Set.of());
    }

    Sandbox(Set<Trap> traps) {
        this.traps = Set.copyOf(traps);
    }

    boolean has(Trap trap) {
        return traps.contains(trap);
    }

    /** Never lets go of the sandbox again. */
    void hold() {
        held = true;
    }

    boolean held() {
        return held;
    }

    /** An answer that never comes. */
    <R> CompletableFuture<R> hang() {
        return Later.map(hung.add(), nothing -> {
            throw new IllegalStateException("nobody wakes those who hang");
        });
    }

    OomEvents oomEvents() {
        return oomEvents;
    }

    int nextPid() {
        return pids.getAndIncrement();
    }

    /** The agent makes its namespaces once. */
    synchronized void create() {
        if (created) {
            throw Failure.internal("setup persistent IPC namespace", "Operation not permitted (os error 1)");
        }
        created = true;
    }

    /** Adds a container, which is made only where its id is free. */
    void add(String containerId, Supplier<Container> maker) {
        Optional<Container> first;
        synchronized (this) {
            first = find(containerId);
            if (first.isEmpty()) {
                containers.put(containerId, maker.get());
                sharesProcesses = true;
                return;
            }
            if (has(Trap.DUPLICATE_ID)) {
                // The agent's way back from the failure takes the id's entry out and kills what runs in it.
                containers.remove(containerId);
            }
        }
        if (has(Trap.DUPLICATE_ID)) {
            first.get().destroy();
        }
        throw Failure.internal("exec fifo exists");
    }

    /** Whether there is a process namespace to share: the first container brings it, and it stays. */
    synchronized boolean sharesProcesses() {
        return sharesProcesses;
    }

    synchronized Optional<Container> find(String containerId) {
        return Optional.ofNullable(containers.get(containerId));
    }

    /** @param missing the words of the call that asks */
    Container container(String containerId, Supplier<StatusRuntimeException> missing) {
        return find(containerId).orElseThrow(missing);
    }

    /** The process that a call on streams and exit codes means. */
    SimulatedProcess process(String containerId, String execId) {
        return container(containerId, Failure::invalidContainerId).process(execId);
    }

    /** Takes a container out and kills what runs in it. */
    void remove(String containerId) {
        Optional<Container> container;
        synchronized (this) {
            container = Optional.ofNullable(containers.remove(containerId));
        }
        container.orElseThrow(Failure::noSuchContainer).destroy();
    }

    /** DestroySandbox: everything ends, once. */
    void destroy() {
        synchronized (this) {
            if (destroyed) {
                throw Failure.quoted(Status.Code.INTERNAL, "failed to get sandbox sender channel");
            }
            destroyed = true;
        }
        end();
    }

    /** Kills all processes and ends all waiting; a second call does nothing. */
    void end() {
        List<Container> all;
        synchronized (this) {
            all = new ArrayList<>(containers.values());
            containers.clear();
        }
        all.forEach(Container::destroy);
        oomEvents.close();
    }

    /** Empties the root file systems of all containers. */
    void wipe() {
        all().forEach(Container::wipe);
    }

    /** How many processes live. */
    long liveProcesses() {
        return all().stream().mapToLong(Container::liveProcesses).sum();
    }

    /** How many callers wait for something. */
    int waiting() {
        return hung.size()
                + oomEvents.waiting()
                + all().stream().mapToInt(Container::waiting).sum();
    }

    private synchronized List<Container> all() {
        return List.copyOf(containers.values());
    }
}
