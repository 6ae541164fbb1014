// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.codec;

/** A value that a field cannot hold. Says what is wrong with it; who catches it knows the field and the place. */
final class BadValueException extends Exception {
    private static final long serialVersionUID = 1L;

    BadValueException(String problem) {
        super(problem);
    }

    String problem() {
        return String.valueOf(getMessage());
    }

    /** As {@link Quoted#of}. */
    static String quoted(String text) {
        return Quoted.of(text);
    }
}
