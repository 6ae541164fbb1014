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

    private final Map<String, WireFault> byMessage = new ConcurrentHashMap<>();
    private final AtomicLong count = new AtomicLong();

    /** The failure to answer the call with. Who cannot send it has to {@link #take} it back. */
    StatusRuntimeException failure(WireFault fault) {
        String message = MARK + count.incrementAndGet();
        byMessage.put(message, fault);
        return Status.UNAVAILABLE.withDescription(message).asRuntimeException();
    }

    boolean isEmpty() {
        return byMessage.isEmpty();
    }

    Optional<WireFault> take(String message) {
        return Optional.ofNullable(byMessage.remove(message));
    }
}
