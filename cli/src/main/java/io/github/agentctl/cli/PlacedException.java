// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import io.github.agentctl.api.AgentException;
import java.util.Objects;

/** A command from a file failed. */
final class PlacedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final AgentException failure;

    /** @param place the file and the line */
    PlacedException(String place, AgentException failure) {
        super(place, failure);
        this.failure = failure;
    }

    String place() {
        return Objects.requireNonNull(getMessage());
    }

    AgentException failure() {
        return failure;
    }
}
