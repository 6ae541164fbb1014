// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.api.transport;

import static java.util.Objects.requireNonNull;

/** Whether a transport works on this machine. */
public sealed interface Availability {
    /** It does. */
    record Available() implements Availability {}

    /** It does not: why, and what to do about it. */
    record Unavailable(String reason, String remedy) implements Availability {
        public Unavailable {
            requireNonNull(reason, "reason is null");
            requireNonNull(remedy, "remedy is null");
        }
    }
}
