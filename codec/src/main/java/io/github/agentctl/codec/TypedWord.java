// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.codec;

/**
 * The last word of a command that is being typed, up to the cursor.
 *
 * @param start where it begins in the command
 * @param raw as it is typed
 * @param text without its quotes
 * @param quote the one that is open; 0 for none
 */
record TypedWord(int start, String raw, String text, char quote) {
    private static final String JSON = "json://";

    /** Words end as {@link CommandText} ends them; what it refuses ends somewhere. */
    static TypedWord last(String command) {
        int next = 0;
        while (true) {
            while (next < command.length() && isBlank(command.charAt(next))) {
                next++;
            }
            int start = next;
            if (command.startsWith(JSON, start)) {
                int end = jsonEnd(command, start + JSON.length());
                if (end == command.length()) {
                    return new TypedWord(start, command.substring(start), command.substring(start), (char) 0);
                }
                next = end;
                continue;
            }
            TypedWord word = word(command, start);
            next = start + word.raw().length();
            if (next == command.length()) {
                return word;
            }
        }
    }

    boolean isJson() {
        return quote == 0 && raw.startsWith(JSON) && raw.length() > JSON.length();
    }

    /** Where the JSON begins in {@link #raw}. */
    static int jsonOffset() {
        return JSON.length();
    }

    private static TypedWord word(String command, int start) {
        StringBuilder text = new StringBuilder();
        char quote = 0;
        int i = start;
        for (; i < command.length(); i++) {
            char letter = command.charAt(i);
            if (quote == 0 && isBlank(letter)) {
                break;
            }
            if (letter == '\\' && quote != '\'' && i + 1 < command.length()) {
                i++;
                text.append(command.charAt(i));
            } else if (quote == 0 && (letter == '"' || letter == '\'')) {
                quote = letter;
            } else if (quote != 0 && letter == quote) {
                quote = 0;
            } else {
                text.append(letter);
            }
        }
        return new TypedWord(start, command.substring(start, i), text.toString(), quote);
    }

    private static int jsonEnd(String command, int start) {
        int depth = 0;
        boolean string = false;
        for (int i = start; i < command.length(); i++) {
            char letter = command.charAt(i);
            if (string && letter == '\\') {
                i++;
            } else if (letter == '"') {
                string = !string;
            } else if (!string && (letter == '{' || letter == '[')) {
                depth++;
            } else if (!string && (letter == '}' || letter == ']') && --depth <= 0) {
                return i + 1;
            } else if (!string && depth == 0 && isBlank(letter)) {
                return i;
            }
        }
        return command.length();
    }

    private static boolean isBlank(char letter) {
        return letter == ' ' || letter == '\t' || letter == '\n' || letter == '\r';
    }
}
