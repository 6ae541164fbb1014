// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import java.util.Set;

/** What signals do to a process that handles none (signal(7), x86-64 and arm numbers). */
final class Signals {
    static final int KILL = 9;
    static final int INTERRUPT = 2;
    static final int TERMINATE = 15;
    static final int CONTINUE = 18;
    private static final int LAST = 64;
    private static final Set<Integer> IGNORED = Set.of(17, 23, 28);
    private static final Set<Integer> STOPPING = Set.of(19, 20, 21, 22);

    private Signals() {}

    static boolean exists(int signal) {
        return signal >= 0 && signal <= LAST;
    }

    static boolean stops(int signal) {
        return STOPPING.contains(signal);
    }

    /** Whether it ends the process; its exit code is then 128 and the signal's number. */
    static boolean ends(int signal) {
        return signal != 0 && signal != CONTINUE && !IGNORED.contains(signal) && !STOPPING.contains(signal);
    }
}
