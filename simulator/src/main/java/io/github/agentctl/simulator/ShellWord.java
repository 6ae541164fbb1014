// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import java.util.function.Function;

/** Takes the quotes off a raw word, and puts values in the place of {@code $NAME}, {@code ${NAME}}, {@code $?} and {@code $$}. */
final class ShellWord {
    private ShellWord() {}

    /**
     * @param lookup the value of a variable, "" where there is none
     * @param limit of the word's length
     * @throws ShellScript.SyntaxException when it would be longer: a few variables could else fill the memory
     */
    static String expand(String raw, Function<String, String> lookup, int limit) throws ShellScript.SyntaxException {
        StringBuilder word = new StringBuilder();
        char quote = 0;
        for (int at = 0; at < raw.length(); at++) {
            char c = raw.charAt(at);
            if (quote == 0 && (c == '\'' || c == '"')) {
                quote = c;
            } else if (c == quote) {
                quote = 0;
            } else if (c == '\\' && quote != '\'' && at + 1 < raw.length()) {
                at++;
                boolean special = quote == 0 || "\"\\$`".indexOf(raw.charAt(at)) >= 0;
                word.append(special ? "" : "\\").append(raw.charAt(at));
            } else if (c == '$' && quote != '\'') {
                at = variable(raw, at, word, lookup);
            } else {
                word.append(c);
            }
            if (word.length() > limit) {
                throw new ShellScript.SyntaxException("Argument list too long");
            }
        }
        return word.toString();
    }

    /** Appends a variable's value, and says where its name ends. */
    private static int variable(String raw, int dollar, StringBuilder word, Function<String, String> lookup) {
        int from = dollar + 1;
        if (from < raw.length() && "?$".indexOf(raw.charAt(from)) >= 0) {
            word.append(lookup.apply(raw.substring(from, from + 1)));
            return from;
        }
        boolean braces = from < raw.length() && raw.charAt(from) == '{';
        int start = braces ? from + 1 : from;
        int end = start;
        while (end < raw.length() && (Character.isLetterOrDigit(raw.charAt(end)) || raw.charAt(end) == '_')) {
            end++;
        }
        if (end == start) {
            word.append('$');
            return dollar;
        }
        word.append(lookup.apply(raw.substring(start, end)));
        return braces && end < raw.length() && raw.charAt(end) == '}' ? end : end - 1;
    }
}
