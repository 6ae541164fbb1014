// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

/** A command line that asks for nothing that can be done. The message says what is expected. */
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
