// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.client;

import java.time.Duration;

/**
 * What becomes of an {@link AgentClient} whose connection is lost. Calls in flight at that moment fail with {@code
 * UNAVAILABLE} under either policy and are never sent again: nobody here knows whether the agent has carried them out.
 */
public sealed interface ReconnectPolicy {
    /** Later calls fail at once, with {@code UNAVAILABLE}. */
    static FailFast failFast() {
        return new FailFast();
    }

    /** The next call connects again: tries for 10 seconds, with pauses of 100 milliseconds to 10 seconds after failures. */
    static AtNextCall atNextCall() {
        return new AtNextCall(Duration.ofSeconds(10), Duration.ofMillis(100), Duration.ofSeconds(10));
    }

    /** {@link #failFast} */
    record FailFast() implements ReconnectPolicy {}

    /**
     * The next call connects again and is then sent; calls that come meanwhile wait for the same connection, each within
     * its own deadline. Where no connection is made within the limit they fail with {@code UNAVAILABLE}, and so do all
     * calls of a pause after that. A connection that lives shorter than the pause counts as one that was not made.
     *
     * @param limit how long one attempt tries while nobody is there; zero for ever
     * @param pause how long after a failed attempt no other one begins; doubles with each failure in a row
     * @param longestPause the pause that it does not go beyond
     */
    record AtNextCall(Duration limit, Duration pause, Duration longestPause) implements ReconnectPolicy {
        public AtNextCall {
            Limits.notNegative("limit", limit);
            if (pause.isNegative() || pause.compareTo(longestPause) > 0) {
                throw new IllegalArgumentException(
                        "pause is from zero to longestPause (" + longestPause + "), not " + pause);
            }
        }

        /** The same with another limit. */
        public AtNextCall limit(Duration other) {
            return new AtNextCall(other, pause, longestPause);
        }

        /** The same with other pauses. */
        public AtNextCall pauses(Duration first, Duration longest) {
            return new AtNextCall(limit, first, longest);
        }
    }
}
