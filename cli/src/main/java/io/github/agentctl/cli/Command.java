// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

/**
 * One command of the user's.
 *
 * @param text the whole, without blanks around it
 * @param name its first word
 * @param rest what follows the name, without blanks around it; may be empty
 */
record Command(String text, String name, String rest) {
    static Command of(String text) {
        String whole = text.strip();
        int end = 0;
        while (end < whole.length() && !Character.isWhitespace(whole.charAt(end))) {
            end++;
        }
        return new Command(whole, whole.substring(0, end), whole.substring(end).strip());
    }

    boolean isEmpty() {
        return name.isEmpty();
    }

    /** Where {@link #rest} begins in {@link #text}. */
    int restPosition() {
        return text.length() - rest.length();
    }
}
