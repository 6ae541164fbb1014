// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import io.github.agentctl.api.WireProvider;
import io.github.agentctl.api.transport.Listener;
import io.github.agentctl.proto.AgentServiceGrpc;
import io.github.agentctl.proto.HealthGrpc;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * An agent in memory: it answers as the real one does (kata-agent 4.1.0), and touches nothing of the machine. Its
 * processes are small programs written in Java, behind the usual names.
 *
 * <p>It lives until {@link #close}, or until somebody calls DestroySandbox. All its threads are daemons. Thread-safe.
 */
public final class SimulatedAgent implements AutoCloseable {
    /** How long calls in flight have to end after DestroySandbox, as in the real agent. */
    private static final Duration DRAIN = Duration.ofSeconds(5);

    private static final AtomicLong COUNT = new AtomicLong();

    private final Sandbox sandbox;
    private final GuestFiles files = new GuestFiles();
    private final Faults faults = new Faults();
    private final ExecutorService late = Executors.newCachedThreadPool(SimulatedAgent::daemon);
    private final List<ServerServiceDefinition> services;
    private final AtomicBoolean ending = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicReference<@Nullable Server> server = new AtomicReference<>();

    /** An agent that nobody serves yet: take its {@link #services}. */
    public SimulatedAgent() {
        this(builder());
    }

    SimulatedAgent(SimulatedAgentBuilder wanted) {
        sandbox = new Sandbox(wanted.traps);
        wanted.faults.forEach(faults::add);
        Optional<Policy> policy = wanted.policy ? Optional.of(new Policy()) : Optional.empty();
        var interference = new Interference(wanted.notes, faults, sandbox, policy, this::runLate);
        Calls agent = new Calls(AgentServiceGrpc.getServiceDescriptor(), interference);
        SandboxCalls.register(agent, sandbox, files, this::shutDown);
        ContainerCalls.register(agent, sandbox);
        ProcessCalls.register(agent, sandbox);
        StreamCalls.register(agent, sandbox);
        NetworkCalls.register(agent, new Network());
        StorageCalls.register(agent, files);
        DiagnosticCalls.register(agent, sandbox, files);
        GuestCalls.register(agent, new GuestMetrics(sandbox::liveProcesses));
        policy.ifPresent(feature -> feature.register(agent));
        Calls health = new Calls(HealthGrpc.getServiceDescriptor(), interference);
        HealthCalls.register(health);
        services = List.of(agent.build(), health.build());
    }

    /** An agent with faults, traps or a policy. */
    public static SimulatedAgentBuilder builder() {
        return new SimulatedAgentBuilder();
    }

    /** An agent that speaks ttrpc on a listener, which it owns from now on. */
    public static SimulatedAgent serve(Listener listener) {
        return builder().serve(listener);
    }

    /**
     * An agent that answers on a listener, which it owns from now on.
     *
     * @param wire the protocol to speak
     */
    public static SimulatedAgent serve(Listener listener, WireProvider wire) {
        return builder().serve(listener, wire);
    }

    void serveOn(Listener listener, WireProvider wire) {
        Server started = wire.serve(new FaultyListener(listener, this::runLate), services);
        server.set(started);
        if (ended.getCount() == 0) {
            // Somebody destroyed the sandbox before the agent knew its server.
            var unused = started.shutdownNow();
        }
    }

    /**
     * Adds a fault, which counts the calls from now on. Where several fit a call, the one that was added first happens,
     * and only that one counts it, unless it still spares calls.
     */
    public void fault(Fault fault) {
        faults.add(fault);
    }

    /** Takes all faults back. What they do to calls that came before goes on. */
    public void clearFaults() {
        faults.clear();
    }

    /** The two services, {@code grpc.AgentService} and {@code grpc.Health}, for any server of grpc-java or of this library. */
    public List<ServerServiceDefinition> services() {
        return services;
    }

    /**
     * Makes an out-of-memory event of a container, for one caller of GetOOMEvent, now or later.
     *
     * @throws IllegalArgumentException when there is no such container
     * @throws IllegalStateException when 100 events wait already
     */
    public void triggerOom(String containerId) {
        if (sandbox.find(containerId).isEmpty()) {
            throw new IllegalArgumentException("no container '" + containerId + "' in the simulated agent");
        }
        sandbox.oomEvents().add(containerId);
    }

    /**
     * A file that CopyFile brought.
     *
     * @param path absolute, below {@code /run/kata-containers/shared/containers/}
     */
    public Optional<GuestFile> copiedFile(String path) {
        return files.find(path);
    }

    /** How many calls wait for something: a byte, an exit, an event. 0 where nothing is left behind. */
    public int waitingCalls() {
        return sandbox.waiting();
    }

    /** Waits until the agent has ended. An interrupt ends the wait. */
    public void awaitTermination() throws InterruptedException {
        ended.await();
    }

    /** Waits until the agent has ended, and says whether it has. */
    public boolean awaitTermination(Duration limit) throws InterruptedException {
        return ended.await(TimeUnit.NANOSECONDS.convert(limit), TimeUnit.NANOSECONDS);
    }

    /** Kills its processes and drops its connections. Does not block; a second call does nothing. */
    @Override
    public void close() {
        ending.set(true);
        sandbox.end();
        Server running = server.get();
        if (running != null) {
            var unused = running.shutdownNow();
        }
        late.shutdown();
        ended.countDown();
    }

    /**
     * DestroySandbox: takes no new connections and calls from now on, so that none comes in after its answer; lets the
     * calls in flight end, then ends itself.
     */
    private void shutDown() {
        if (ending.compareAndSet(false, true)) {
            Server running = server.get();
            if (running != null) {
                var unused = running.shutdown();
            }
            daemon(() -> drain(running)).start();
        }
    }

    private void drain(@Nullable Server running) {
        try {
            if (running != null) {
                var unused = running.awaitTermination(DRAIN.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            close();
        }
    }

    private void runLate(Runnable task) {
        try {
            late.execute(task);
        } catch (RejectedExecutionException e) {
            // The agent has ended in between; its last answers go out on the thread that ended it.
            task.run();
        }
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "simulated-agent-" + COUNT.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }
}
