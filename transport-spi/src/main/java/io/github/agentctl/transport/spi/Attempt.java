// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.spi;

import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.TransportException;
import io.github.agentctl.api.transport.TransportException.Reason;
import org.jspecify.annotations.Nullable;

/** What a transport tries, and how its failure is worded. */
public enum Attempt {
    /** To connect. */
    CONNECT("cannot connect to "),
    /** To bind and listen. */
    LISTEN("cannot listen on ");

    private final String failed;

    Attempt(String failed) {
        this.failed = failed;
    }

    /**
     * The exception to throw: its message is {@code cannot connect to ENDPOINT: WHY}.
     *
     * @param why what happened, lower case, with what to do next in brackets
     * @param cause what the kernel said, or null
     */
    public TransportException failed(Endpoint endpoint, Reason reason, String why, @Nullable Throwable cause) {
        return new TransportException(endpoint, reason, failed + endpoint + ": " + why, cause);
    }
}
