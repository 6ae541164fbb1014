// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** Waiting as a simulated process does it: on its own thread, until a signal interrupts it. */
final class Blocking {
    private Blocking() {}

    static void sleep(Duration time) throws InterruptedIOException {
        try {
            TimeUnit.NANOSECONDS.sleep(TimeUnit.NANOSECONDS.convert(time));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("killed");
        }
    }

    static <T> T get(CompletableFuture<T> future) throws IOException {
        try {
            return future.get();
        } catch (InterruptedException e) {
            future.cancel(false);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("killed");
        } catch (ExecutionException e) {
            throw new IOException(e);
        }
    }
}
