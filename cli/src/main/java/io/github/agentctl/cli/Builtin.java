// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A command that is no call of the agent. */
enum Builtin {
    ECHO("echo TEXT", "prints the text"),
    HELP("help [NAME]", "says what commands there are, or what a call, a message or an enum is made of"),
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
        for (Builtin builtin : values()) {
            if (builtin.name().toLowerCase(Locale.ROOT).equals(name)) {
                return Optional.of(builtin);
            }
        }
        return Optional.empty();
    }

    /** The names of all, as they are typed. */
    static List<String> names() {
        return Arrays.stream(values())
                .map(builtin -> builtin.name().toLowerCase(Locale.ROOT))
                .toList();
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
