// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.api;

import org.jspecify.annotations.Nullable;

/**
 * The root of what this library throws of its own. Each kind of failure has one subclass with its data as accessors; the
 * message says what happened, with which value, and what to do next. At the edge of {@link io.grpc.Channel} failures
 * are grpc statuses instead.
 */
public abstract class AgentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param cause what lies beneath, or null where this is the first to know */
    protected AgentException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
