// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.client;

import java.util.function.LongSupplier;

/** How long to leave an agent alone after it could not be reached. Not thread-safe. */
final class Backoff {
    private final long first;
    private final long longest;
    private final LongSupplier clock;
    private long pause;
    private boolean pausing;
    private long began;
    private long length;
    private long madeAt;

    /** @param clock in nanoseconds */
    Backoff(ReconnectPolicy.AtNextCall policy, LongSupplier clock) {
        this.first = Limits.nanos(policy.pause());
        this.longest = Limits.nanos(policy.longestPause());
        this.clock = clock;
        this.pause = first;
        this.madeAt = clock.getAsLong();
    }

    /** A connection is there. */
    void made() {
        madeAt = clock.getAsLong();
        pausing = false;
    }

    /** It is lost. An agent that accepts and closes at once is one that cannot be reached. */
    void lost() {
        if (clock.getAsLong() - madeAt < pause) {
            failed();
        } else {
            pause = first;
        }
    }

    /** No connection could be made. */
    void failed() {
        began = clock.getAsLong();
        pausing = true;
        length = pause;
        pause = pause > longest / 2 ? longest : pause * 2;
    }

    /** In nanoseconds, until the next attempt may begin; 0 or less where it may now. */
    long left() {
        return pausing ? length - (clock.getAsLong() - began) : 0;
    }
}
