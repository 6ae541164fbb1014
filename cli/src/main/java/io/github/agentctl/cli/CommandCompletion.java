// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import io.github.agentctl.codec.Catalogue;
import io.github.agentctl.codec.Completion;
import io.github.agentctl.codec.Suggestion;
import java.util.List;
import java.util.stream.Stream;

/** Completes commands: names of calls and builtins here, what follows the name of a call by the codec. */
final class CommandCompletion {
    private CommandCompletion() {}

    /** @param typed the line up to the cursor */
    static Completion of(String typed) {
        int begin = typed.length() - typed.stripLeading().length();
        String line = typed.substring(begin);
        Command command = Command.of(line);
        if (command.name().length() == line.length()) {
            return names(begin, line, Stream.concat(Builtin.names().stream(), Catalogue.names().stream()));
        }
        if (command.name().equals("help")) {
            int start = command.rest().isEmpty()
                    ? line.length()
                    : line.length() - command.rest().length();
            boolean oneWord = line.endsWith(command.rest());
            return oneWord
                    ? names(begin + start, command.rest(), Description.names().stream())
                    : new Completion(typed.length(), List.of());
        }
        Completion completion = Completion.of(line);
        return new Completion(begin + completion.start(), completion.suggestions());
    }

    private static Completion names(int start, String typed, Stream<String> known) {
        return new Completion(
                start,
                known.filter(name -> name.regionMatches(true, 0, typed, 0, typed.length()))
                        .sorted(String.CASE_INSENSITIVE_ORDER)
                        .map(name -> new Suggestion(name, name, "", true))
                        .toList());
    }
}
