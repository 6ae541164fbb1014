// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

/** The user ended the run with Ctrl-C. */
final class InterruptedRunException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InterruptedRunException() {
        super("interrupted");
    }

    /** Ends the run where somebody asked for that meanwhile. */
    static void throwIfInterrupted() {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedRunException();
        }
    }
}
