// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.codec;

/** What the user wrote, as a message shows it: without what a terminal would act on, and cut where it is long. */
public final class Quoted {
    private static final int LONGEST = 100;

    private Quoted() {}

    /** In single quotes: {@code 'text'}, or {@code 'beginning... (N more)'} of a text of more than 100 letters. */
    public static String of(String text) {
        return "'" + cut(text) + "'";
    }

    /** As {@link #of}, without the quotes. */
    public static String cut(String text) {
        if (text.length() <= LONGEST) {
            return Escapes.safe(text);
        }
        int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
        return Escapes.safe(text.substring(0, end)) + "... (" + (text.length() - end) + " more)";
    }
}
