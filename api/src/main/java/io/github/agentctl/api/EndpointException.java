// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.api;

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

    /** The address as it was given. */
    public String address() {
        return address;
    }
}
