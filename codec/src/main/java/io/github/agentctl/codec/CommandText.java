// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.codec;

import io.github.agentctl.api.SpecificationException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Reads a command from left to right into words and sources. Quotes are those of a shell: single ones are literal; in
 * double ones {@code \n}, {@code \t}, {@code \"} and {@code \\} stand for one letter each and any other backslash for
 * itself; outside of quotes a backslash takes the meaning from a blank, a quote or a backslash and is itself before
 * anything else.
 */
final class CommandText {
    private static final String JSON = "json://";
    private static final String FILE = "file://";

    private final String text;
    private int next;

    CommandText(String text) {
        this.text = text;
    }

    /** The fault at a place; what the problem quotes of the text does not act on a terminal. */
    SpecificationException fault(int position, String problem) {
        return new SpecificationException(text, position, Escapes.safe(problem));
    }

    /** The word that comes next; an empty one at the end. */
    Word word() {
        skipBlanks();
        StringBuilder letters = new StringBuilder();
        IntStream.Builder places = IntStream.builder();
        BitSet quoted = new BitSet();
        char quote = 0;
        int opened = -1;
        for (; next < text.length(); next++) {
            char letter = text.charAt(next);
            int place = next;
            boolean escaped = false;
            if (quote == 0 && isBlank(letter)) {
                break;
            }
            if (letter == '\\' && quote != '\'') {
                int literal = escape(quote);
                if (literal >= 0) {
                    letter = (char) literal;
                    next++;
                    escaped = true;
                }
            }
            if (!escaped && quote == 0 && (letter == '"' || letter == '\'')) {
                quote = letter;
                opened = next;
            } else if (!escaped && quote != 0 && letter == quote) {
                quote = 0;
            } else {
                quoted.set(letters.length(), quote != 0 || escaped);
                letters.append(letter);
                places.add(place);
            }
        }
        if (quote != 0) {
            throw fault(opened, "the quote " + quote + " is opened here and never closed");
        }
        places.add(next);
        return new Word(letters.toString(), places.build().toArray(), quoted);
    }

    /** What the backslash at {@link #next} and the letter behind it stand for, or -1 where it is a mere backslash. */
    private int escape(char quote) {
        if (next + 1 == text.length()) {
            if (quote == 0) {
                throw fault(next, "a backslash at the end has nothing to act on; write \\\\ for a backslash");
            }
            return -1;
        }
        char following = text.charAt(next + 1);
        if (quote == '"') {
            return switch (following) {
                case 'n' -> '\n';
                case 't' -> '\t';
                case '"', '\\' -> following;
                default -> -1;
            };
        }
        return isBlank(following) || following == '"' || following == '\'' || following == '\\' ? following : -1;
    }

    /** All sources up to the end. */
    List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        for (skipBlanks(); next < text.length(); skipBlanks()) {
            parts.add(text.startsWith(JSON, next) ? inline() : part(word()));
        }
        return parts;
    }

    private Part part(Word word) {
        String letters = word.text();
        if (letters.equals("-")) {
            return new Part.File(word);
        }
        if (letters.startsWith(FILE)) {
            return new Part.File(word.from(FILE.length()));
        }
        if (letters.startsWith(JSON)) {
            return new Part.Inline(word.from(JSON.length()));
        }
        int equals = letters.indexOf('=');
        int scheme = letters.indexOf("://");
        if (scheme >= 0 && (equals < 0 || scheme < equals)) {
            String wrong = letters.substring(0, scheme);
            throw fault(
                    word.position(),
                    "unknown source " + BadValueException.quoted(wrong + "://") + "; expected json:// or file://"
                            + Nearest.hint(wrong, List.of("json", "file")));
        }
        if (equals < 0) {
            throw fault(
                    word.position(),
                    "expected name=value, json://{...} or file:///path, got " + BadValueException.quoted(letters));
        }
        if (equals == 0) {
            throw fault(word.position(), "a name is missing before '='");
        }
        return new Part.Assignment(word.part(0, equals), word.from(equals + 1));
    }

    /** One JSON value, up to the bracket that closes it. Whether it is JSON at all is for its reader to say. */
    private Part inline() {
        int start = next + JSON.length();
        next = start;
        skipBlanks();
        int depth = 0;
        boolean string = false;
        for (; next < text.length(); next++) {
            char letter = text.charAt(next);
            if (string && letter == '\\') {
                next++;
            } else if (letter == '"') {
                string = !string;
            } else if (!string && (letter == '{' || letter == '[')) {
                depth++;
            } else if (!string && (letter == '}' || letter == ']') && --depth <= 0) {
                next++;
                break;
            } else if (!string && depth == 0 && isBlank(letter)) {
                break;
            }
        }
        next = Math.min(next, text.length());
        if (next < text.length() && !isBlank(text.charAt(next))) {
            throw fault(next, "expected a blank or the end behind the JSON value, got '" + text.charAt(next) + "'");
        }
        return new Part.Inline(Word.plain(text, start, next));
    }

    private void skipBlanks() {
        while (next < text.length() && isBlank(text.charAt(next))) {
            next++;
        }
    }

    private static boolean isBlank(char letter) {
        return letter == ' ' || letter == '\t' || letter == '\n' || letter == '\r';
    }
}
