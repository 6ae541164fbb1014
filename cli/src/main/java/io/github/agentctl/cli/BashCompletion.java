// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import io.github.agentctl.cli.ShellWords.Addresses;
import io.github.agentctl.cli.ShellWords.Commands;
import io.github.agentctl.cli.ShellWords.Files;
import io.github.agentctl.cli.ShellWords.Opt;
import io.github.agentctl.cli.ShellWords.Sub;
import io.github.agentctl.cli.ShellWords.Values;
import io.github.agentctl.cli.ShellWords.Words;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Completion for bash from 4.4 on, with or without the package bash-completion. */
record BashCompletion(ShellWords words) {
    /** A file to be sourced. */
    String fill(PageTemplate template) {
        return template.put(
                        "subcommands", alternatives(words.subcommands().stream().map(Sub::name)))
                .put("options", each(BashCompletion::options))
                .put("values", each(BashCompletion::values))
                .put("words", each(sub -> item(quoted(sub.name()), sub.words())))
                .put("commands", String.join(" ", words.commands().keySet()))
                .put("fields", fields())
                .text();
    }

    private String fields() {
        return words.commands().entrySet().stream()
                .filter(command -> !command.getValue().isEmpty())
                .map(command -> item(command.getKey(), command.getValue()))
                .collect(Collectors.joining());
    }

    private String each(Function<Sub, String> lines) {
        return words.all().map(lines).collect(Collectors.joining());
    }

    private static String options(Sub sub) {
        return item(
                quoted(sub.name()),
                sub.options().stream().map(Opt::names).flatMap(List::stream).toList());
    }

    private static String values(Sub sub) {
        return sub.options().stream()
                .map(option -> item(
                        alternatives(option.names().stream().map(name -> quoted(sub.name() + " " + name))),
                        option.values()))
                .collect(Collectors.joining());
    }

    private static String item(String pattern, Values values) {
        if (values instanceof Words list) {
            return item(pattern, list.words());
        }
        if (values instanceof Addresses addresses) {
            return item(pattern, addresses.begins());
        }
        if (values instanceof Commands) {
            return line(pattern, "kind=commands");
        }
        return values instanceof Files files
                ? line(pattern, files.onlyDirectories() ? "kind=directory" : "kind=file")
                : "";
    }

    private static String item(String pattern, List<String> list) {
        return line(pattern, list.stream().map(BashCompletion::quoted).collect(Collectors.joining(" ", "list=(", ")")));
    }

    private static String line(String pattern, String statement) {
        return "        " + pattern + ") " + statement + " ;;\n";
    }

    private static String alternatives(Stream<String> names) {
        return names.collect(Collectors.joining(" | "));
    }

    /** As one word of bash, and of zsh. */
    static String quoted(String word) {
        return word.matches("[A-Za-z0-9_:/@.-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
