// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A command that is no call of the agent. */
enum Builtin {
    ECHO("echo TEXT", "prints the text"),
    HELP("help [CALL]", "says what commands there are, or what a call or a message is made of"),
    LIST("list", "says what commands there are"),
    QUIT("quit", "ends the run, successfully"),
    REPEAT("repeat N", "makes the next command N times; for ever where N is below 0"),
    SLEEP("sleep TIME", "waits, as in sleep 1m30s; a bare number is nanoseconds");

    private final String form;
    private final String summary;

    Builtin(String form, String summary) {
        this.form = form;
        this.summary = summary;
    }

    /** Names are exact: {@code Echo} is none. */
    static Optional<Builtin> find(String name) {
        return Arrays.stream(values())
                .filter(builtin -> builtin.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst();
    }

    /** The builtin that somebody may have meant: at most two letters are wrong, missing, or too many. */
    static Optional<String> nearest(String wrongName) {
        String name = wrongName.toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .map(builtin -> builtin.name().toLowerCase(Locale.ROOT))
                .filter(right -> Math.abs(name.length() - right.length()) <= 2 && distance(name, right) <= 2)
                .findFirst();
    }

    /** The edit distance of Levenshtein. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        Arrays.setAll(row, i -> i);
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }

    /** Whether it tells something that needs no agent. */
    boolean isHelp() {
        return this == HELP || this == LIST;
    }

    String form() {
        return form;
    }

    String summary() {
        return summary;
    }
}
