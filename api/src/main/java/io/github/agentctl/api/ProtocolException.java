// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.api;

import org.jspecify.annotations.Nullable;

/** The peer broke the rules of the wire. */
public final class ProtocolException extends AgentException {
    private static final long serialVersionUID = 1L;

    /** @param cause what the decoder said, or null */
    public ProtocolException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
