// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import io.github.agentctl.api.AgentException;

/**
 * One command of the user's.
 *
 * @param text the whole, without blanks around it
 * @param name its first word
 * @param rest what follows the name, without blanks around it; may be empty
 * @param place the file and the line it comes from; empty where it comes from neither
 */
record Command(String text, String name, String rest, String place) {
    static Command of(String text) {
        String whole = text.strip();
        int end = 0;
        while (end < whole.length() && !Character.isWhitespace(whole.charAt(end))) {
            end++;
        }
        return new Command(whole, whole.substring(0, end), whole.substring(end).strip(), "");
    }

    /** The same command, from there. */
    Command at(String where) {
        return new Command(text, name, rest, where);
    }

    /** What a failure of this command is told as. */
    RuntimeException failed(AgentException failure) {
        return place.isEmpty() ? failure : new PlacedException(place, failure);
    }

    /** Whether it is a line that says nothing. */
    boolean isComment() {
        return text.startsWith("#");
    }

    boolean isEmpty() {
        return name.isEmpty();
    }

    /** Where {@link #rest} begins in {@link #text}. */
    int restPosition() {
        return text.length() - rest.length();
    }
}
