// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import io.github.agentctl.cli.ShellWords.Addresses;
import io.github.agentctl.cli.ShellWords.Commands;
import io.github.agentctl.cli.ShellWords.Files;
import io.github.agentctl.cli.ShellWords.None;
import io.github.agentctl.cli.ShellWords.Opt;
import io.github.agentctl.cli.ShellWords.Sub;
import io.github.agentctl.cli.ShellWords.Values;
import io.github.agentctl.cli.ShellWords.Words;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Completion for fish from 3.1 on. */
record FishCompletion(ShellWords words) {
    private static final String COMMANDS = "(__kata_agent_ctl_commands)";

    /** A file named kata-agent-ctl.fish in a folder of fish_complete_path. */
    String fill(PageTemplate template) {
        return template.put("commands", String.join(" ", words.commands().keySet()))
                .put("fields", fields())
                .put("subcommands", words.subcommands().stream().map(Sub::name).collect(Collectors.joining(" ")))
                .put("lines", words.all().flatMap(this::lines).collect(Collectors.joining("\n")))
                .text();
    }

    private String fields() {
        return words.commands().entrySet().stream()
                .filter(command -> !command.getValue().isEmpty())
                .map(command -> command.getValue().stream()
                        .map(FishCompletion::quoted)
                        .collect(Collectors.joining(
                                " ", "        case " + command.getKey() + "\n            set words ", "\n")))
                .collect(Collectors.joining());
    }

    private Stream<String> lines(Sub sub) {
        String complete = "complete -c kata-agent-ctl -n " + quoted(("__kata_agent_ctl_in " + sub.name()).strip());
        return Stream.of(
                        sub.name().isEmpty() ? subcommands(complete) : words(complete, sub.words()),
                        sub.options().stream().map(option -> option(complete, option)),
                        // Several commands may follow one -c.
                        sub.options().stream()
                                .filter(option -> option.values() instanceof Commands)
                                .map(option -> complete + " -a " + quoted(COMMANDS)))
                .flatMap(lines -> lines);
    }

    private Stream<String> subcommands(String complete) {
        return words.subcommands().stream().map(sub -> complete + " -a " + sub.name() + " -d " + quoted(sub.summary()));
    }

    private static Stream<String> words(String complete, Values values) {
        return values instanceof None
                ? Stream.of()
                : Stream.of(complete + values(values).replace(" -x", ""));
    }

    private static String option(String complete, Opt option) {
        String names = option.names().stream()
                .map(name -> name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1))
                .collect(Collectors.joining());
        return complete + names + values(option.values()) + " -d " + quoted(option.summary());
    }

    /** What may stand there: -x, and only that; -r, and files too. */
    private static String values(Values values) {
        if (values instanceof None) {
            return "";
        }
        if (values instanceof Files files) {
            return files.onlyDirectories() ? " -x -a " + quoted("(__fish_complete_directories)") : " -r -F";
        }
        if (values instanceof Addresses addresses) {
            return " -x -a " + quoted("(__kata_agent_ctl_addresses " + String.join(" ", addresses.begins()) + ")");
        }
        if (values instanceof Words list) {
            return " -x -a " + quoted(String.join(" ", list.words()));
        }
        return values instanceof Commands ? " -x -a " + quoted(COMMANDS) : " -x";
    }

    private static String quoted(String word) {
        return "'" + word.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
