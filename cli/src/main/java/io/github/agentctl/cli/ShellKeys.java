// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jline.keymap.KeyMap;
import org.jline.reader.Binding;
import org.jline.reader.LineReader;
import org.jline.reader.Reference;

/**
 * Keys that terminals send in several forms, whichever of them the terminal is said to send: a multiplexer, a serial
 * line or a wrong TERM in between, and it is another.
 */
final class ShellKeys {
    private static final Map<String, List<String>> FORMS = Map.of(
            LineReader.UP_LINE_OR_SEARCH, List.of("[A", "OA"),
            LineReader.DOWN_LINE_OR_SEARCH, List.of("[B", "OB"),
            LineReader.FORWARD_CHAR, List.of("[C", "OC"),
            LineReader.BACKWARD_CHAR, List.of("[D", "OD"),
            LineReader.BEGINNING_OF_LINE, List.of("[H", "OH", "[1~", "[7~"),
            LineReader.END_OF_LINE, List.of("[F", "OF", "[4~", "[8~"),
            LineReader.DELETE_CHAR, List.of("[3~"),
            LineReader.FORWARD_WORD, List.of("[1;5C"),
            LineReader.BACKWARD_WORD, List.of("[1;5D"));

    private ShellKeys() {}

    static void bind(LineReader reader) {
        for (String name : List.of(LineReader.EMACS, LineReader.VIINS, LineReader.VICMD, LineReader.MENU)) {
            KeyMap<Binding> keys = Objects.requireNonNull(reader.getKeyMaps().get(name), name);
            FORMS.forEach((does, forms) -> forms.forEach(form -> keys.bind(new Reference(does), "\u001b" + form)));
        }
    }
}
