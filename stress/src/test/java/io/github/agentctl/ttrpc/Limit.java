// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import io.grpc.Deadline;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** How long is waited for what must come at once, before it counts as lost. */
final class Limit {
    private static final long PATIENCE_MILLIS = 10_000;

    /** Once something was lost the race has failed, and the many that follow need not wait as long. */
    private static volatile boolean lost;

    private Limit() {}

    static Deadline deadline() {
        return Deadline.after(lost ? 1 : PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** To be asked after the last wait until the deadline. */
    static boolean kept(Deadline deadline) {
        if (deadline.isExpired()) {
            lost = true;
            return false;
        }
        return true;
    }

    /** Parks until it is over; false when nobody woke this thread for it. */
    static boolean parkUntil(BooleanSupplier over) {
        Deadline deadline = deadline();
        while (!over.getAsBoolean()) {
            LockSupport.parkNanos(deadline.timeRemaining(TimeUnit.NANOSECONDS));
            if (!kept(deadline)) {
                return false;
            }
        }
        return true;
    }

    /** Looks until it is over, with no need to be woken; false when it does not come. */
    static boolean lookUntil(BooleanSupplier over) {
        Deadline deadline = deadline();
        while (!over.getAsBoolean()) {
            if (!kept(deadline)) {
                return false;
            }
            Thread.yield();
        }
        return true;
    }
}
