// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import io.github.agentctl.codec.Catalogue;
import java.util.List;

/** What can stand after {@code -c}. */
final class CommandList {
    private CommandList() {}

    /** Lines without an end of the last one. */
    static String text() {
        StringBuilder text = new StringBuilder("Builtin commands:\n");
        for (Builtin builtin : Builtin.values()) {
            text.append(String.format("  %-13s %s\n", builtin.form(), builtin.summary()));
        }
        text.append("Calls of the agent (help NAME shows the fields of one, kata-agent-ctl list those of all):");
        for (String name : sorted(Catalogue.names())) {
            text.append("\n  ").append(name);
        }
        return text.toString();
    }

    private static List<String> sorted(List<String> names) {
        return names.stream().sorted().toList();
    }
}
