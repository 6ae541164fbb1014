// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import java.util.ArrayList;
import java.util.List;

/**
 * The inboxes that have got messages out of what was last read. Their listeners hear of them together, when all of it is
 * dealt out: to wake a thread costs more than to bring it a message. Only the thread that reads the connection has it.
 */
final class Arrivals {
    private final List<Inbox> inboxes = new ArrayList<>();

    /** This inbox has got a message. */
    void add(Inbox inbox) {
        // Most messages are of the stream that had the one before.
        if (inboxes.isEmpty() || inboxes.get(inboxes.size() - 1) != inbox) {
            inboxes.add(inbox);
        }
    }

    /** Lets the listeners hear what has come. */
    void tell() {
        for (Inbox inbox : inboxes) {
            inbox.deliverSoon();
        }
        inboxes.clear();
    }
}
