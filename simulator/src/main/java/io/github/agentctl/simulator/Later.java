// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/** Values that come later, as futures that belong to one caller each. */
final class Later {
    /** Not that of CompletableFuture, which keeps a task that was cancelled until its time. */
    private static final ScheduledThreadPoolExecutor TIMER = timer();

    private Later() {}

    private static ScheduledThreadPoolExecutor timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "simulated-agent-timer");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    /**
     * What {@code source} becomes. A caller who gives up on the result gives up on the source too, so that whoever keeps
     * the source among its waiters can let go of it.
     */
    static <T, R> CompletableFuture<R> map(CompletableFuture<T> source, Function<T, R> change) {
        CompletableFuture<R> result = source.thenApply(change);
        onCancel(result, () -> source.cancel(false));
        return result;
    }

    /**
     * Runs something after a time.
     *
     * @return who cancels it before frees what the task holds
     */
    static Future<?> run(Duration time, Executor executor, Runnable task) {
        return TIMER.schedule(() -> executor.execute(task), TimeUnit.NANOSECONDS.convert(time), TimeUnit.NANOSECONDS);
    }

    /**
     * What comes of a source that is only asked after a time. A caller who gives up before that never asks it.
     *
     * @param source does not throw
     */
    static <T> CompletableFuture<T> after(Duration time, Executor executor, Supplier<CompletableFuture<T>> source) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Future<?> timer = run(time, executor, () -> {
            if (!result.isDone()) {
                follow(result, source.get());
            }
        });
        onCancel(result, () -> timer.cancel(false));
        return result;
    }

    private static <T> void follow(CompletableFuture<T> result, CompletableFuture<T> source) {
        onCancel(result, () -> source.cancel(false));
        var unused = source.whenComplete((value, error) -> {
            if (error == null) {
                result.complete(value);
            } else {
                result.completeExceptionally(error);
            }
        });
    }

    /** Runs something when the caller gives up; in the caller's thread, or at once. */
    static void onCancel(CompletableFuture<?> future, Runnable action) {
        var unused = future.whenComplete((value, error) -> {
            if (future.isCancelled()) {
                action.run();
            }
        });
    }
}
