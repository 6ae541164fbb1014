// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.interop;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What was written after a command: {@code --name value} pairs, and words. */
record Arguments(Map<String, String> options, List<String> words) {
    /** @param last the word from which on everything is a word, as the rest belongs to a command of its own; may be "" */
    static Arguments parse(List<String> given, Set<String> known, String last) {
        Map<String, String> options = new HashMap<>();
        List<String> words = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            String one = given.get(i);
            if (one.equals(last)) {
                words.addAll(given.subList(i, given.size()));
                break;
            }
            if (!one.startsWith("--")) {
                words.add(one);
            } else if (!known.contains(one.substring(2)) || i + 1 == given.size()) {
                throw new MisusedException("unknown option, or no value for it: " + one);
            } else {
                options.put(one.substring(2), given.get(++i));
            }
        }
        return new Arguments(options, words);
    }

    String text(String name) {
        String value = options.get(name);
        if (value == null) {
            throw new MisusedException("--" + name + " is needed");
        }
        return value;
    }

    String text(String name, String otherwise) {
        return options.getOrDefault(name, otherwise);
    }

    int number(String name, int otherwise) {
        try {
            int value = Integer.parseInt(text(name, String.valueOf(otherwise)));
            if (value > 0) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new MisusedException("--" + name + " takes a number above 0");
    }

    /** {@code 5s} or {@code 300ms}. */
    java.time.Duration duration(String name, String otherwise) {
        String value = text(name, otherwise);
        try {
            return value.endsWith("ms")
                    ? java.time.Duration.ofMillis(Long.parseLong(value.substring(0, value.length() - 2)))
                    : java.time.Duration.parse("PT" + value);
        } catch (NumberFormatException | java.time.format.DateTimeParseException e) {
            throw new MisusedException("--" + name + " takes a time such as 5s, not " + value);
        }
    }

    /** A command line that means nothing. */
    static final class MisusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        MisusedException(String why) {
            super(why);
        }
    }
}
