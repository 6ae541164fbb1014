// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What the running calls of one connection have of the memory for requests. A little is each connection's own, whatever
 * the others have taken: who holds large requests for ever does not keep everybody else from calling. Thread-safe.
 */
final class RequestShare {
    /** Each connection's own, in bytes: with as many connections as a server allows, an eighth of the heap. */
    static final long OWN = 64 << 10;

    private final Room all;
    private final AtomicLong taken = new AtomicLong();

    /** @param all for all connections */
    RequestShare(Room all) {
        this.all = all;
    }

    /** Takes so much, or nothing where there is not so much. */
    boolean tryTake(long bytes) {
        if (taken.addAndGet(bytes) <= OWN) {
            all.take(bytes);
            return true;
        }
        if (all.tryTake(bytes)) {
            return true;
        }
        taken.addAndGet(-bytes);
        return false;
    }

    void release(long bytes) {
        taken.addAndGet(-bytes);
        all.release(bytes);
    }
}
