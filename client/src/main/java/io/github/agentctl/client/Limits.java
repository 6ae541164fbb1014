// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.client;

import java.time.Duration;

/** Limits of time, as callers give them. */
final class Limits {
    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

    private Limits() {}

    static Duration notNegative(String name, Duration limit) {
        if (limit.isNegative()) {
            throw new IllegalArgumentException(name + " is negative: " + limit + "; zero is for ever");
        }
        return limit;
    }

    /** In nanoseconds; the longest there are where it is longer. */
    static long nanos(Duration limit) {
        return limit.compareTo(LONGEST) < 0 ? limit.toNanos() : Long.MAX_VALUE;
    }
}
