// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Leads from the call that a fault happens to, which knows nothing of bytes, to the connection, which knows nothing of
 * calls: the call fails with a message that nobody else sends, and the connection finds the fault by it. Thread-safe.
 */
final class WireFaults {
    private static final String MARK = "simulated fault on the wire ";

    private static final int MOST = 10_000;

    private final Map<String, WireFault> byMessage = new ConcurrentHashMap<>();
    private final AtomicLong count = new AtomicLong();

    /** The failure to answer the call with. Who cannot send it has to {@link #take} it back. */
    StatusRuntimeException failure(WireFault fault) {
        long number = count.incrementAndGet();
        String message = MARK + number;
        byMessage.put(message, fault);
        // Left behind by a connection that was lost before its answer could go out.
        byMessage.remove(MARK + (number - MOST));
        return Status.UNAVAILABLE.withDescription(message).asRuntimeException();
    }

    boolean isEmpty() {
        return byMessage.isEmpty();
    }

    Optional<WireFault> take(String message) {
        return Optional.ofNullable(byMessage.remove(message));
    }
}
