// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import static io.github.agentctl.cli.BashCompletion.quoted;

import io.github.agentctl.cli.ShellWords.Addresses;
import io.github.agentctl.cli.ShellWords.Commands;
import io.github.agentctl.cli.ShellWords.Files;
import io.github.agentctl.cli.ShellWords.Free;
import io.github.agentctl.cli.ShellWords.None;
import io.github.agentctl.cli.ShellWords.Opt;
import io.github.agentctl.cli.ShellWords.Sub;
import io.github.agentctl.cli.ShellWords.Values;
import io.github.agentctl.cli.ShellWords.Words;
import java.util.List;
import java.util.stream.Collectors;

/** Completion for zsh from 5.4 on. */
record ZshCompletion(ShellWords words) {
    /** A file named _kata-agent-ctl in a folder of fpath. */
    String fill(PageTemplate template) {
        return template.put("commands", String.join(" ", words.commands().keySet()))
                .put("fields", fields())
                .put("subcommands", subcommands())
                .put("options", options(words.root()))
                .put(
                        "arguments",
                        words.subcommands().stream().map(this::arguments).collect(Collectors.joining()))
                .text();
    }

    private String fields() {
        return words.commands().entrySet().stream()
                .filter(command -> !command.getValue().isEmpty())
                .map(command -> command.getValue().stream()
                        .map(BashCompletion::quoted)
                        .collect(Collectors.joining(" ", "        " + command.getKey() + ") whole=(", ") ;;\n")))
                .collect(Collectors.joining());
    }

    private String subcommands() {
        return words.subcommands().stream()
                .map(sub -> "        " + quoted(sub.name() + ":" + sub.summary()) + "\n")
                .collect(Collectors.joining());
    }

    private String arguments(Sub sub) {
        boolean takesCommands = sub.options().stream().anyMatch(option -> option.values() instanceof Commands);
        // Several commands may follow one -c.
        Values rest = takesCommands ? new Commands() : sub.words();
        String words = rest instanceof None ? "" : " " + quoted("*: :" + action(rest));
        return "                " + sub.name() + ") _arguments " + options(sub) + words + " ;;\n";
    }

    private static String options(Sub sub) {
        return sub.options().stream().map(ZshCompletion::option).collect(Collectors.joining(" "));
    }

    private static String option(Opt option) {
        String value =
                option.values() instanceof None ? "" : ":" + label(option.values()) + ":" + action(option.values());
        String about = "[" + option.summary().replaceAll("([\\[\\]:\\\\])", "\\\\$1") + "]" + value;
        return option.names().stream()
                .map(name -> quoted("*" + name + mark(name, option.values()) + about))
                .collect(Collectors.joining(" "));
    }

    /** How a value follows: {@code -l VALUE}; {@code --level=VALUE} or {@code --level VALUE}. */
    private static String mark(String name, Values values) {
        return values instanceof None ? "" : name.startsWith("--") ? "=" : "+";
    }

    private static String label(Values values) {
        return values instanceof Free free ? free.label() : " ";
    }

    private static String action(Values values) {
        if (values instanceof Addresses addresses) {
            return list("_kata_agent_ctl_address ", addresses.begins(), "");
        }
        if (values instanceof Words list) {
            return list("(", list.words(), ")");
        }
        if (values instanceof Files files) {
            return files.onlyDirectories() ? "_files -/" : "_files";
        }
        return values instanceof Commands ? "_kata_agent_ctl_command" : " ";
    }

    private static String list(String before, List<String> words, String after) {
        return words.stream().map(word -> word.replace(":", "\\:")).collect(Collectors.joining(" ", before, after));
    }
}
