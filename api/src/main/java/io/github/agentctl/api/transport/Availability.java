// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.api.transport;

import static java.util.Objects.requireNonNull;

/** Whether a transport works on this machine. */
public sealed interface Availability {
    /**
     * It does.
     *
     * @param except what does not, nonetheless, and what to do about it; empty where all does
     */
    record Available(String except) implements Availability {
        public Available {
            requireNonNull(except, "except is null");
        }

        /** All of it does. */
        public Available() {
            this("");
        }
    }

    /** It does not: why, and what to do about it. */
    record Unavailable(String reason, String remedy) implements Availability {
        public Unavailable {
            requireNonNull(reason, "reason is null");
            requireNonNull(remedy, "remedy is null");
        }
    }
}
