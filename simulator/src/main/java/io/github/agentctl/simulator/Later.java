// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/** Values that come later, as futures that belong to one caller each. */
final class Later {
    private Later() {}

    /**
     * What {@code source} becomes. A caller who gives up on the result gives up on the source too, so that whoever keeps
     * the source among its waiters can let go of it.
     */
    static <T, R> CompletableFuture<R> map(CompletableFuture<T> source, Function<T, R> change) {
        CompletableFuture<R> result = source.thenApply(change);
        onCancel(result, () -> source.cancel(false));
        return result;
    }

    /** Runs something after a time. */
    static void run(Duration time, Executor executor, Runnable task) {
        CompletableFuture.delayedExecutor(TimeUnit.NANOSECONDS.convert(time), TimeUnit.NANOSECONDS, executor)
                .execute(task);
    }

    /**
     * What comes of a source that is only asked after a time. A caller who gives up before that never asks it.
     *
     * @param source does not throw
     */
    static <T> CompletableFuture<T> after(Duration time, Executor executor, Supplier<CompletableFuture<T>> source) {
        CompletableFuture<T> result = new CompletableFuture<>();
        run(time, executor, () -> {
            if (!result.isDone()) {
                follow(result, source.get());
            }
        });
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
