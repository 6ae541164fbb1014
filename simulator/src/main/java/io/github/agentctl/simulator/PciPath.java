// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import java.util.List;

/** Checks the place of a device on the guest's PCI bridges. */
final class PciPath {
    private static final int LAST_SLOT = 0x1f;

    private PciPath() {}

    /** @param slots one per bridge, and the device's own */
    static void check(List<Integer> slots) {
        if (slots.isEmpty()) {
            throw Failure.internal("PCI path must have at least one element");
        }
        for (int slot : slots) {
            if (Integer.compareUnsigned(slot, LAST_SLOT) > 0) {
                throw Failure.internal("PCI slot " + Integer.toUnsignedString(slot) + " should be in range [0..0x1f]");
            }
        }
    }

    /** Whether it is such a path in text: hex slots, with a function or without, between slashes. */
    static boolean isPath(String text) {
        return text.matches("(?:[01]?[0-9a-fA-F](?:\\.[0-7])?)(?:/[01]?[0-9a-fA-F](?:\\.[0-7])?)*");
    }
}
