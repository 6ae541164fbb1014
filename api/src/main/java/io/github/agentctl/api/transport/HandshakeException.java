// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.api.transport;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/** No connection through somebody in between, and how far it came. */
public final class HandshakeException extends TransportException {
    private static final long serialVersionUID = 1L;

    /** How far it came. */
    public enum Phase {
        /** No connection to the one in between. */
        SOCKET("socket"),
        /** The one in between did not answer, or not in the words of the protocol. */
        HANDSHAKE("handshake"),
        /** The one in between did not get through to the agent's port. */
        GUEST_PORT("guest port");

        private final String text;

        Phase(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private final Phase phase;

    /** The message is {@code cannot connect to ENDPOINT: PHASE: WHY}. */
    public HandshakeException(Endpoint endpoint, Reason reason, Phase phase, String why, @Nullable Throwable cause) {
        super(endpoint, reason, "cannot connect to " + endpoint + ": " + phase + ": " + why, cause);
        this.phase = requireNonNull(phase, "phase is null");
    }

    /** How far it came. */
    public Phase phase() {
        return phase;
    }
}
