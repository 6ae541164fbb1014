// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import io.github.agentctl.proto.LinuxResources;
import io.github.agentctl.proto.Process;
import io.github.agentctl.proto.Spec;
import io.grpc.Status;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A container: its status, and its processes until somebody collects their exit codes. The end of its first process does
 * not change the status. Thread-safe; what it throws are the agent's own failures.
 */
final class Container {
    enum State {
        CREATED("Created"),
        RUNNING("Running"),
        PAUSED("Paused"),
        STOPPED("Stopped");

        private final String word;

        State(String word) {
            this.word = word;
        }
    }

    private final String id;
    private final Spec specification;
    private final Map<String, SimulatedProcess> processes = new LinkedHashMap<>();
    private LinuxResources resources;
    private State state = State.CREATED;
    private boolean started;
    private boolean wiped;

    /** The first process stands, and waits for {@link #start}. It goes by the container's id, whatever the caller called it. */
    Container(String id, Spec specification, SimulatedProcess init) {
        this.id = id;
        this.specification = specification;
        this.resources = specification.getLinux().getResources();
        processes.put(id, init);
    }

    Spec specification() {
        return specification;
    }

    synchronized LinuxResources resources() {
        return resources;
    }

    synchronized void update(LinuxResources wanted) {
        LinuxResources.Builder updated = resources.toBuilder();
        // Merged, their lists would grow with each update.
        if (wanted.getDevicesCount() > 0) {
            updated.clearDevices();
        }
        if (wanted.getHugepageLimitsCount() > 0) {
            updated.clearHugepageLimits();
        }
        if (wanted.hasBlockIO()) {
            updated.clearBlockIO();
        }
        if (wanted.hasNetwork()) {
            updated.clearNetwork();
        }
        resources = updated.mergeFrom(wanted).build();
    }

    /** Empties its root file system; what runs goes on. */
    synchronized void wipe() {
        wiped = true;
    }

    /** How many processes live. */
    synchronized long liveProcesses() {
        return processes.values().stream().filter(process -> !process.ended()).count();
    }

    /** How many callers wait for something in it. */
    synchronized int waiting() {
        return processes.values().stream().mapToInt(SimulatedProcess::waiting).sum();
    }

    /** Runs its first process; false where that was done before, or the process has ended. */
    synchronized boolean start() {
        SimulatedProcess init = processes.get(id);
        if (started || init == null || init.ended()) {
            return false;
        }
        started = true;
        if (state == State.CREATED) {
            state = State.RUNNING;
        }
        init.start();
        return true;
    }

    synchronized void pause() {
        if (state != State.CREATED && state != State.RUNNING) {
            throw Failure.internal("failed to pause container: current status is: " + state.word);
        }
        state = State.PAUSED;
        processes.values().forEach(SimulatedProcess::freeze);
    }

    void resume() {
        synchronized (this) {
            if (state != State.PAUSED) {
                throw Failure.internal("container status is: " + state.word + ", not paused");
            }
            state = State.RUNNING;
            processes.values().forEach(SimulatedProcess::thaw);
        }
        // Not under the lock: a process that ends tells others so.
        forEachProcess(SimulatedProcess::takePendingSignal);
    }

    /** Adds a process and starts it; a paused container holds it up at once. */
    synchronized void exec(String execId, Process wanted, int pid) {
        if (state == State.STOPPED) {
            throw Failure.noSuchContainer();
        }
        if (processes.containsKey(execId)) {
            throw Failure.internal("exec_id '" + execId + "' already exists");
        }
        if (wiped && wanted.getArgsCount() > 0) {
            throw Failure.noSuchFile(wanted.getArgs(0));
        }
        SimulatedProcess process = new SimulatedProcess(pid, execId, wanted);
        processes.put(execId, process);
        if (state == State.PAUSED) {
            process.freeze();
        }
        process.start();
    }

    /**
     * Finds a process; an empty id means the first one.
     *
     * @throws io.grpc.StatusRuntimeException NOT_FOUND where it was collected or never was
     */
    synchronized SimulatedProcess process(String execId) {
        SimulatedProcess process = processes.get(execId.isEmpty() ? id : execId);
        if (process == null) {
            throw Failure.plain(Status.Code.NOT_FOUND, execId.isEmpty() ? "InitProcessNotFound" : "InvalidExecId");
        }
        return process;
    }

    /** Sends a signal to one process. SIGTERM to the first one, which handles none, becomes SIGKILL as in the agent. */
    void signal(String execId, int signal) {
        SimulatedProcess process = process(execId);
        if (!Signals.exists(signal)) {
            throw Failure.invalidArgument();
        }
        boolean init = process.execId().equals(id);
        process.signal(init && signal == Signals.TERMINATE ? Signals.KILL : signal);
    }

    /** Kills all its processes. */
    void kill() {
        forEachProcess(process -> process.signal(Signals.KILL));
    }

    /** The exit code of a process, which is collected with it; everybody who waits now gets it. */
    CompletableFuture<Integer> waitFor(String execId) {
        SimulatedProcess process = process(execId);
        return Later.map(process.awaitExit(), code -> {
            collect(process);
            return code;
        });
    }

    private synchronized void collect(SimulatedProcess process) {
        if (state == State.STOPPED) {
            throw Failure.noSuchContainer();
        }
        processes.remove(process.execId(), process);
    }

    /** Kills everything; those who wait for its processes are told that the container is gone. */
    void destroy() {
        synchronized (this) {
            state = State.STOPPED;
        }
        kill();
    }

    private void forEachProcess(Consumer<SimulatedProcess> action) {
        List<SimulatedProcess> all;
        synchronized (this) {
            all = List.copyOf(processes.values());
        }
        all.forEach(action);
    }
}
