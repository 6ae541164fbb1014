// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.api.transport;

import io.github.agentctl.api.AgentException;
import org.jspecify.annotations.Nullable;

/** No connection, or no listener, at an endpoint. */
public sealed class TransportException extends AgentException permits HandshakeException {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** Nothing is at the address, yet. */
        NOT_THERE(true),
        /** The address is there, but nobody listens. */
        REFUSED(true),
        /** This user may not. */
        NO_PERMISSION(true),
        /** The peer said nothing within the limit of time. */
        TIMED_OUT(true),
        /** The address cannot be, whatever the peer does: a path that is too long, for one. */
        IMPOSSIBLE(false),
        /** Somebody else has the address, for listening. */
        IN_USE(false),
        /** The transport is not installed, or does not work on this machine. */
        UNAVAILABLE(false),
        /** Somebody is there, who speaks another protocol than the wire that was asked for. */
        OTHER_WIRE(false),
        /** Anything else the kernel says. */
        OTHER(false);

        private final boolean passing;

        Reason(boolean passing) {
            this.passing = passing;
        }

        /** Whether the same connect may succeed a moment later. */
        public boolean isPassing() {
            return passing;
        }
    }

    private final transient Endpoint endpoint;
    private final Reason reason;

    /**
     * @param message what happened, with the address, and what to do next
     * @param cause what the kernel said, or null
     */
    public TransportException(Endpoint endpoint, Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.endpoint = endpoint;
        this.reason = reason;
    }

    /** The address. */
    public final Endpoint endpoint() {
        return endpoint;
    }

    /** Why. */
    public final Reason reason() {
        return reason;
    }
}
