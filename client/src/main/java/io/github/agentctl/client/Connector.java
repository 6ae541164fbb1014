// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.client;

import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.TransportException;
import io.github.agentctl.api.transport.TransportException.Reason;
import io.grpc.Deadline;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tries until there is a connection, or what is made of one. A virtual machine makes its socket some time after it is started, so what may pass
 * is tried again until one limit of time, and what may not ends at once.
 */
record Connector<T>(
        BiFunction<? super Endpoint, ? super Deadline, ? extends T> oneTry,
        Duration limit,
        Consumer<? super Waiting> waiting) {
    private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(10);
    /** What a try needs to say something of its own when it runs out of time. */
    private static final long ENOUGH = TimeUnit.MILLISECONDS.toNanos(500);

    private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(500);

    T connect(Endpoint endpoint) {
        long began = System.nanoTime();
        Deadline deadline = deadline();
        long pause = FIRST_PAUSE;
        TransportException failure = null;
        while (true) {
            long left = deadline.timeRemaining(TimeUnit.NANOSECONDS);
            try {
                return oneTry.apply(endpoint, deadline);
            } catch (TransportException e) {
                failure = left < ENOUGH ? moreTelling(failure, e) : e;
            }
            if (Thread.currentThread().isInterrupted()) {
                throw interrupted(endpoint, failure);
            }
            if (!failure.reason().isPassing()) {
                throw failure;
            }
            left = deadline.timeRemaining(TimeUnit.NANOSECONDS);
            if (left <= 0) {
                throw tooLate(endpoint, failure);
            }
            waiting.accept(new Waiting(failure, Duration.ofNanos(System.nanoTime() - began)));
            sleep(Math.min(pause, left), endpoint, failure);
            pause = Math.min(pause * 2, LONGEST_PAUSE);
        }
    }

    /** The last try may have had no time left; that says less than why those before it failed. */
    private static TransportException moreTelling(@Nullable TransportException before, TransportException now) {
        return before != null && now.reason() == Reason.TIMED_OUT ? before : now;
    }

    private Deadline deadline() {
        if (limit.isZero()) {
            // Deadline cuts it to its own longest, which is a century.
            return Deadline.after(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
        }
        return Deadline.after(Limits.nanos(limit), TimeUnit.NANOSECONDS);
    }

    private static void sleep(long nanos, Endpoint endpoint, TransportException failure) {
        try {
            TimeUnit.NANOSECONDS.sleep(nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted(endpoint, failure);
        }
    }

    private static TransportException interrupted(Endpoint endpoint, TransportException failure) {
        return new TransportException(endpoint, Reason.OTHER, "interrupted while connecting to " + endpoint, failure);
    }

    private TransportException tooLate(Endpoint endpoint, TransportException failure) {
        String tried = "; tried for " + limit.toString().substring(2).toLowerCase(Locale.ROOT);
        return new TransportException(endpoint, failure.reason(), failure.getMessage() + tried, failure);
    }
}
