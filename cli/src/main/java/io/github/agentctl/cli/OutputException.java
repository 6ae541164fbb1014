// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import java.io.IOException;
import java.util.Objects;

/** Standard output takes nothing more. */
final class OutputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean closed;

    private OutputException(IOException cause, boolean closed) {
        super("cannot write to standard output: " + cause.getMessage(), cause);
        this.closed = closed;
    }

    /**
     * Tells a reader that went away from a disk that is full. The kernel's number is not to be had, and its words are
     * in the user's language; but to a pipe nothing else can happen.
     */
    static OutputException of(IOException cause, Descriptor output) {
        String words = Objects.requireNonNullElse(cause.getMessage(), "");
        boolean closed =
                output == Descriptor.PIPE || words.contains("Broken pipe") || words.contains("Bad file descriptor");
        return new OutputException(cause, closed);
    }

    /** Whether the reader closed it, which is no failure: it has all it wanted. */
    boolean isClosed() {
        return closed;
    }
}
