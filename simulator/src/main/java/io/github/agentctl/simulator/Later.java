// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

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

    /** Runs something when the caller gives up; in the caller's thread, or at once. */
    static void onCancel(CompletableFuture<?> future, Runnable action) {
        var unused = future.whenComplete((value, error) -> {
            if (future.isCancelled()) {
                action.run();
            }
        });
    }
}
