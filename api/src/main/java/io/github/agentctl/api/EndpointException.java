// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.api;

import org.jspecify.annotations.Nullable;

/** An address that cannot be used as it is written. */
public final class EndpointException extends AgentException {
    private static final long serialVersionUID = 1L;

    private final String address;

    /**
     * @param address the address as it was given
     * @param problem what is wrong with it and what is expected instead
     */
    public EndpointException(String address, String problem) {
        super("invalid address '" + address + "': " + problem, null);
        this.address = address;
    }

    private EndpointException(String message, String address, @Nullable Throwable cause) {
        super(message, cause);
        this.address = address;
    }

    /**
     * Of an address that is right and that nobody serves in the way that is wanted.
     *
     * @param problem why, and who serves it
     */
    public static EndpointException notServed(String address, String problem) {
        return new EndpointException("cannot use the address '" + address + "': " + problem, address, null);
    }

    /** The address as it was given. */
    public String address() {
        return address;
    }
}
