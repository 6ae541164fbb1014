// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.api;

import org.jspecify.annotations.Nullable;

/** A call whose text cannot become a message, or names a local file that cannot be read. */
public final class SpecificationException extends AgentException {
    private static final long serialVersionUID = 1L;

    private final String text;
    private final int position;

    /**
     * @param text the specification as it was given
     * @param position where in {@code text} the fault stands, from 0; -1 when it is not at one place
     * @param problem what is wrong, with the value, and the nearest right name where there is one
     */
    public SpecificationException(String text, int position, String problem) {
        this(text, position, problem, null);
    }

    /** @param cause what lies beneath, or null */
    public SpecificationException(String text, int position, String problem, @Nullable Throwable cause) {
        super(problem, cause);
        this.text = text;
        this.position = position;
    }

    /** The specification as it was given. */
    public String text() {
        return text;
    }

    /** Where in {@link #text()} the fault stands, from 0; -1 when it is not at one place. */
    public int position() {
        return position;
    }
}
