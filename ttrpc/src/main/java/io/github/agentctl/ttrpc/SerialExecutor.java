// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs its tasks one after the other, in order, on threads of another executor. */
final class SerialExecutor implements Executor {
    private static final Logger LOG = LoggerFactory.getLogger(SerialExecutor.class);

    private final Executor threads;
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private boolean running;

    SerialExecutor(Executor threads) {
        this.threads = threads;
    }

    /** @throws java.util.concurrent.RejectedExecutionException when there is no thread for it; the task is then forgotten */
    @Override
    public void execute(Runnable task) {
        if (!add(task)) {
            return;
        }
        try {
            threads.execute(this::runAll);
        } catch (RuntimeException | Error e) {
            synchronized (tasks) {
                tasks.clear();
                running = false;
            }
            throw e;
        }
    }

    /** Runs a task on this thread, and what comes meanwhile, unless others are running or waiting: then after them. */
    void executeHere(Runnable task) {
        if (add(task)) {
            runAll();
        }
    }

    /** True where nobody is at it: then this thread has to see to it. */
    private boolean add(Runnable task) {
        synchronized (tasks) {
            tasks.add(task);
            boolean mine = !running;
            running = true;
            return mine;
        }
    }

    private void runAll() {
        for (Runnable task = next(); task != null; task = next()) {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                LOG.error("a handler's task failed", e);
            }
        }
    }

    private @Nullable Runnable next() {
        synchronized (tasks) {
            Runnable task = tasks.poll();
            running = task != null;
            return task;
        }
    }
}
