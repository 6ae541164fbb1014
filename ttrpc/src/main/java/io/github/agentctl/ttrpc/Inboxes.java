// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** All inboxes of a client's connection, or of a server: what they hold together is bounded too. Thread-safe. */
final class Inboxes {
    /** What they may hold, in bytes. */
    static final long LIMIT =
            Math.max(2L * Inbox.LIMIT, Math.min(64L << 20, Runtime.getRuntime().maxMemory() / 4));

    private final AtomicLong bytes = new AtomicLong();
    private final Set<Inbox> filled = ConcurrentHashMap.newKeySet();

    boolean hasRoom(int length) {
        return bytes.get() + length <= LIMIT;
    }

    /** One of them holds more, or less. */
    void count(Inbox inbox, long change, boolean isEmpty) {
        bytes.addAndGet(change);
        if (isEmpty) {
            filled.remove(inbox);
        } else if (change > 0) {
            filled.add(inbox);
        }
    }

    long bytes() {
        return bytes.get();
    }

    /**
     * The one to give up where there is no room: the fullest.
     *
     * @param unread only of those whose listener takes nothing
     */
    Optional<Inbox> fullest(boolean unread) {
        return filled.stream().filter(inbox -> !unread || !inbox.isRead()).max(Comparator.comparingLong(Inbox::bytes));
    }
}
