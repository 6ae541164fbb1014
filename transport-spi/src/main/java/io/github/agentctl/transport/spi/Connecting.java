// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.spi;

import static io.github.agentctl.transport.spi.Attempt.CONNECT;

import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.TransportException;
import io.github.agentctl.api.transport.TransportException.Reason;
import io.grpc.Deadline;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Connects a Unix socket within a limit of time. The kernel has no such limit: a blocking connect waits for room in the
 * listener's queue for as long as it takes, a non-blocking one fails where there is none (connect(2), EAGAIN). So it is
 * tried without blocking, a few milliseconds apart.
 */
public final class Connecting {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private Connecting() {}

    /**
     * One try; makes a new channel, and closes it where it fails.
     *
     * @param <T> what is connected
     */
    @FunctionalInterface
    public interface Try<T> {
        /** Connects without blocking; null where the listener's queue is full. */
        @Nullable
        T connect() throws IOException;
    }

    /**
     * Tries until there is room in the queue.
     *
     * @throws TransportException when it fails otherwise, the deadline passes (TIMED_OUT), or the thread is interrupted
     *     while it waits (OTHER; the flag is kept)
     */
    public static <T> T within(Endpoint endpoint, Deadline deadline, Try<T> once) {
        boolean known = false;
        while (true) {
            IOException full = new SocketTimeoutException("the queue of connections is full");
            try {
                T connected = once.connect();
                if (connected != null) {
                    return connected;
                }
            } catch (IOException e) {
                if (!ConnectFailure.isBusy(endpoint, e) || (!known && ConnectFailure.isOfOtherType(endpoint))) {
                    throw ConnectFailure.of(endpoint, e);
                }
                known = true;
                full = e;
            }
            if (deadline.isExpired()) {
                throw ConnectFailure.timedOut(endpoint, full);
            }
            if (Thread.currentThread().isInterrupted()) {
                throw CONNECT.failed(endpoint, Reason.OTHER, "interrupted while waiting", new InterruptedIOException());
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
