// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import io.github.agentctl.proto.Process;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/** One process of a container: created, then started once, then ended by itself or by a signal. Thread-safe. */
final class SimulatedProcess {
    /** What a shell shows after a crash (128 + SIGSEGV). */
    private static final int CRASHED = 139;

    private final int pid;
    private final String execId;
    private final Process specification;
    private final Program program;
    private final Map<String, String> environment;
    private final Gate gate = new Gate();
    private final Stdio stdio;
    private final Waiters<Integer> waiters = new Waiters<>();
    private OptionalInt exitCode = OptionalInt.empty();
    private OptionalInt pendingSignal = OptionalInt.empty();
    private Optional<Thread> thread = Optional.empty();

    /** @throws io.grpc.StatusRuntimeException when the binary is missing or the environment malformed, in the agent's words */
    SimulatedProcess(int pid, String execId, Process specification) {
        this.pid = pid;
        this.execId = execId;
        this.specification = specification;
        this.environment = environment(specification);
        this.program = program(specification);
        this.stdio = specification.getTerminal() ? new Terminal(gate, this::signal) : new Pipes(gate);
        terminal().ifPresent(this::takeFirstSize);
    }

    private void takeFirstSize(Terminal terminal) {
        var size = specification.getConsoleSize();
        terminal.resize(new Terminal.Size(size.getHeight(), size.getWidth()));
    }

    private static Program program(Process specification) {
        if (specification.getArgsCount() == 0) {
            throw Failure.invalidArgument();
        }
        String path = specification.getArgs(0);
        return Programs.find(path).orElseThrow(() -> Failure.noSuchFile(path));
    }

    private static Map<String, String> environment(Process specification) {
        Map<String, String> environment = new LinkedHashMap<>();
        for (String entry : specification.getEnvList()) {
            int equals = entry.indexOf('=');
            if (equals <= 0) {
                throw Failure.internal("Malformed OCI env entry '" + entry + "'");
            }
            environment.put(entry.substring(0, equals), entry.substring(equals + 1));
        }
        return environment;
    }

    String execId() {
        return execId;
    }

    Stdio stdio() {
        return stdio;
    }

    /** Empty where it has pipes. */
    Optional<Terminal> terminal() {
        return stdio instanceof Terminal terminal ? Optional.of(terminal) : Optional.empty();
    }

    synchronized boolean ended() {
        return exitCode.isPresent();
    }

    /** Runs the program, on a thread of its own; nothing where a signal was quicker. */
    synchronized void start() {
        if (exitCode.isPresent() || thread.isPresent()) {
            return;
        }
        Thread runner = new Thread(this::run, "simulated-process-" + pid + "-" + execId);
        runner.setDaemon(true);
        thread = Optional.of(runner);
        runner.start();
    }

    /** The exit code, as soon as there is one. */
    CompletableFuture<Integer> awaitExit() {
        CompletableFuture<Integer> waiter = waiters.add();
        if (ended()) {
            tellWaiters();
        }
        return waiter;
    }

    /** How many wait for its exit or on its streams. */
    int waiting() {
        return waiters.size() + stdio.waiting();
    }

    /** Does what the signal does to a process that handles none. */
    void signal(int signal) {
        if (Signals.stops(signal)) {
            gate.stopped(true);
        } else if (signal == Signals.CONTINUE) {
            gate.stopped(false);
            takePendingSignal();
        } else if (signal == Signals.KILL || (Signals.ends(signal) && !postponed(signal))) {
            end(128 + signal);
        }
    }

    /** Holds it up with its container. */
    void freeze() {
        gate.frozen(true);
    }

    /** Lets it go on; {@link #takePendingSignal} is due then. */
    void thaw() {
        gate.frozen(false);
    }

    /** Does what a signal does that came while it was held up. */
    void takePendingSignal() {
        OptionalInt due;
        synchronized (this) {
            due = gate.closed() ? OptionalInt.empty() : pendingSignal;
        }
        due.ifPresent(this::signal);
    }

    private synchronized boolean postponed(int signal) {
        if (gate.closed() && pendingSignal.isEmpty()) {
            pendingSignal = OptionalInt.of(signal);
        }
        return gate.closed();
    }

    private void run() {
        int code = CRASHED;
        try {
            gate.pass();
            Program.Context context = new Program.Context(
                    stdio.input(),
                    stdio.output(),
                    stdio.errors(),
                    environment,
                    specification.getCwd(),
                    pid,
                    () -> terminal().map(Terminal::size));
            code = program.run(context, specification.getArgsList());
            gate.pass();
        } catch (IOException e) {
            // A signal ended it (its code stands already), or the terminal was closed under it.
            code = 1;
        } finally {
            end(code);
        }
    }

    private void end(int code) {
        synchronized (this) {
            if (exitCode.isPresent()) {
                return;
            }
            exitCode = OptionalInt.of(code);
            thread.filter(runner -> runner != Thread.currentThread()).ifPresent(Thread::interrupt);
        }
        stdio.processEnded();
        tellWaiters();
    }

    private void tellWaiters() {
        int code;
        synchronized (this) {
            code = exitCode.orElseThrow();
        }
        waiters.takeAll().forEach(waiter -> waiter.complete(code));
    }
}
