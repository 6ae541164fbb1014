// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Leads from the call that a fault happens to, which knows nothing of bytes, to its connection, which knows nothing of
 * calls: the call fails with a message that nobody else sends, and the connection finds the fault by it. One for each
 * connection, with which it goes. Thread-safe.
 */
final class WireFaults {
    private static final String MARK = "simulated fault on the wire ";

    /** What a fault without an answer takes. */
    private static final long LEAST = 256;

    private final Map<String, WireFault> byMessage = new HashMap<>();
    private final long limit;
    private final Runnable whenFull;
    private long bytes;
    private long count;
    private boolean closed;

    /**
     * @param limit of the bytes of all answers together
     * @param whenFull run, without a lock, when there are more
     */
    WireFaults(long limit, Runnable whenFull) {
        this.limit = limit;
        this.whenFull = whenFull;
    }

    /** Those of a call that came on no connection of ours: nothing happens to it, it only fails. */
    static WireFaults nowhere() {
        WireFaults nowhere = new WireFaults(0, () -> {});
        nowhere.close();
        return nowhere;
    }

    /** The failure to answer the call with. Who cannot send it has to {@link #take} it back. */
    StatusRuntimeException failure(WireFault fault) {
        String message;
        boolean full;
        synchronized (this) {
            message = MARK + ++count;
            if (!closed) {
                byMessage.put(message, fault);
                bytes += size(fault);
            }
            full = bytes > limit;
        }
        if (full) {
            whenFull.run();
        }
        return Status.UNAVAILABLE.withDescription(message).asRuntimeException();
    }

    synchronized boolean isEmpty() {
        return byMessage.isEmpty();
    }

    synchronized Optional<WireFault> take(String message) {
        Optional<WireFault> fault = Optional.ofNullable(byMessage.remove(message));
        fault.ifPresent(taken -> bytes -= size(taken));
        return fault;
    }

    /** Forgets all of them and takes no more: the connection is gone. */
    synchronized void close() {
        closed = true;
        byMessage.clear();
        bytes = 0;
    }

    private static long size(WireFault fault) {
        return LEAST + fault.response().capacity();
    }
}
