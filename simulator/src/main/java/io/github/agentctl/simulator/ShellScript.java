// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import java.util.ArrayList;
import java.util.List;

/**
 * A script as the simulated shell understands it: simple commands in a row, joined by {@code ;}, a newline, {@code &&}
 * or {@code ||}, with quotes, variables, comments, and output sent to the other stream or to {@code /dev/null}.
 */
record ShellScript(List<Step> steps) {
    /** When a command runs, seen from the one before. */
    enum When {
        ALWAYS,
        AFTER_SUCCESS,
        AFTER_FAILURE
    }

    /** Its words are raw: quotes and variables still stand in them. */
    record Step(When when, List<String> words) {
        Step {
            words = List.copyOf(words);
        }
    }

    ShellScript {
        steps = List.copyOf(steps);
    }

    /** A script with something that this shell does not know. */
    static final class SyntaxException extends Exception {
        private static final long serialVersionUID = 1L;

        SyntaxException(String message) {
            super(message);
        }
    }

    static ShellScript parse(String text) throws SyntaxException {
        return new Reader(text).read();
    }

    private static final class Reader {
        private final String text;
        private final List<Step> steps = new ArrayList<>();
        private final List<String> words = new ArrayList<>();
        private final StringBuilder word = new StringBuilder();
        private When when = When.ALWAYS;
        private int at;

        Reader(String text) {
            this.text = text;
        }

        ShellScript read() throws SyntaxException {
            while (at < text.length()) {
                next();
            }
            endStep(When.ALWAYS, "");
            return new ShellScript(steps);
        }

        private void next() throws SyntaxException {
            char c = text.charAt(at);
            switch (c) {
                case ' ', '\t' -> {
                    endWord();
                    at++;
                }
                case ';', '\n' -> {
                    endStep(When.ALWAYS, c == '\n' ? "" : ";");
                    at++;
                }
                case '&', '|' -> operator(c);
                case '(', ')', '`', '<' -> throw unexpected(String.valueOf(c));
                case '\'', '"' -> quoted(c);
                case '\\' -> {
                    word.append(text, at, Math.min(at + 2, text.length()));
                    at += 2;
                }
                case '#' -> comment();
                default -> {
                    word.append(c);
                    at++;
                }
            }
        }

        private void operator(char c) throws SyntaxException {
            if (c == '&' && !word.isEmpty() && word.charAt(word.length() - 1) == '>') {
                word.append(c);
                at++;
            } else if (at + 1 < text.length() && text.charAt(at + 1) == c) {
                endStep(c == '&' ? When.AFTER_SUCCESS : When.AFTER_FAILURE, "" + c + c);
                at += 2;
            } else {
                throw unexpected(String.valueOf(c));
            }
        }

        private void quoted(char quote) throws SyntaxException {
            int from = at++;
            while (at < text.length() && text.charAt(at) != quote) {
                at += quote == '"' && text.charAt(at) == '\\' ? 2 : 1;
            }
            if (at >= text.length()) {
                throw new SyntaxException("syntax error: unterminated quoted string");
            }
            word.append(text, from, ++at);
        }

        private void comment() {
            if (!word.isEmpty()) {
                word.append('#');
                at++;
                return;
            }
            int end = text.indexOf('\n', at);
            at = end < 0 ? text.length() : end;
        }

        private void endWord() {
            if (!word.isEmpty()) {
                words.add(word.toString());
                word.setLength(0);
            }
        }

        private void endStep(When next, String operator) throws SyntaxException {
            endWord();
            if (words.isEmpty()) {
                boolean dangling = when != When.ALWAYS && !operator.isEmpty();
                if (!operator.isEmpty() && (dangling || !operator.equals(";") || steps.isEmpty())) {
                    throw unexpected(operator);
                }
                return;
            }
            steps.add(new Step(when, words));
            words.clear();
            when = next;
        }

        private static SyntaxException unexpected(String what) {
            return new SyntaxException("syntax error: unexpected \"" + what + "\"");
        }
    }
}
