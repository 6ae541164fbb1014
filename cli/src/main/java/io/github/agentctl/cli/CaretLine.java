// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

/** The place of a fault in a text: the line it stands on, and a caret under it. */
final class CaretLine {
    /** How much of a long line is shown on either side. */
    private static final int AROUND = 60;

    private static final String CUT = "...";

    private CaretLine() {}

    /**
     * Two more lines for a message.
     *
     * @param position where the fault stands, from 0; anything outside the text gives nothing but the end of it
     * @return empty where the fault has no place
     */
    static String under(String text, int position) {
        if (position < 0 || text.isBlank()) {
            return "";
        }
        int place = Math.min(position, text.length());
        int lineStart = place == 0 ? 0 : text.lastIndexOf('\n', place - 1) + 1;
        int lineEnd = text.indexOf('\n', place);
        if (lineEnd < 0) {
            lineEnd = text.length();
        }
        boolean fits = lineEnd - lineStart <= 2 * AROUND;
        int from = fits ? lineStart : Math.max(lineStart, place - AROUND);
        int to = fits ? lineEnd : Math.min(lineEnd, place + AROUND);
        String before = (from > lineStart ? CUT : "") + visible(text.substring(from, place));
        String after = visible(text.substring(place, to)) + (to < lineEnd ? CUT : "");
        return "\n" + before + after + "\n" + " ".repeat(before.codePointCount(0, before.length())) + "^";
    }

    /** Letters that take one column each, so that the caret stands right. */
    private static String visible(String text) {
        return text.codePoints()
                .map(c -> Character.isISOControl(c) ? ' ' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
