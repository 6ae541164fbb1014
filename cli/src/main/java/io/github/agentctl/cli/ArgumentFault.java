// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import io.github.agentctl.codec.Nearest;
import io.github.agentctl.codec.Quoted;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** What is wrong with the arguments, in our words instead of the parser's: which one, its value, what is expected. */
record ArgumentFault(CommandLine root) {
    String text(ParameterException fault) {
        if (fault instanceof CommandLine.UnmatchedArgumentException unmatched) {
            return unmatched(unmatched);
        }
        if (fault instanceof CommandLine.MissingParameterException missing
                && missing.getMissing().get(0) instanceof OptionSpec option) {
            return names(option) + " lacks its value; expected " + option.names()[0] + " " + option.paramLabel();
        }
        if (fault instanceof CommandLine.OverwrittenOptionException overwritten
                && overwritten.getOverwritten() instanceof OptionSpec option) {
            return names(option) + " is given more than once";
        }
        if (fault.getArgSpec() instanceof OptionSpec option && fault.getValue() != null) {
            return "invalid value for " + names(option) + ": " + Quoted.of(fault.getValue()) + "; expected "
                    + expected(option);
        }
        return Objects.requireNonNullElse(fault.getMessage(), "the arguments cannot be read");
    }

    private String unmatched(CommandLine.UnmatchedArgumentException fault) {
        if (fault.getUnmatched().isEmpty()) {
            // The parser takes a word that begins with a dash for no value, whatever stands before it.
            return "no value may begin with '-' here (" + Objects.requireNonNullElse(fault.getMessage(), "")
                    + "); a file of such a name is ./-NAME";
        }
        String argument = fault.getUnmatched().get(0);
        CommandLine command = fault.getCommandLine();
        if (fault.isUnknownOption()) {
            return unknownOption(argument.replaceFirst("=.*", ""), command);
        }
        if (command == root) {
            return "unknown subcommand " + Quoted.of(argument) + "; expected " + String.join(", ", words());
        }
        return "unexpected " + Quoted.of(argument) + "; " + whatIsExpected(command.getCommandSpec());
    }

    private static String whatIsExpected(CommandSpec command) {
        if (command.findOption("-c") != null) {
            return "commands stand after -c, and after a switch only true or false";
        }
        String words = command.positionalParameters().stream()
                .map(word -> word.paramLabel() + " and ")
                .collect(Collectors.joining());
        return "after " + command.name() + " stand " + words + "options only";
    }

    private String unknownOption(String name, CommandLine command) {
        List<String> owners = root.getSubcommands().entrySet().stream()
                .filter(entry -> entry.getValue().getCommandSpec().findOption(name) != null)
                .map(Map.Entry::getKey)
                .toList();
        if (!owners.isEmpty()) {
            return name + " is an option of " + String.join(" and ", owners) + " and stands behind that word: "
                    + root.getCommandName() + " " + owners.get(0) + " " + name + " ...";
        }
        List<String> known = command.getCommandSpec().options().stream()
                .map(OptionSpec::longestName)
                .toList();
        return "unknown option " + Quoted.of(name) + (name.startsWith("--") ? Nearest.hint(name, known) : "");
    }

    private List<String> words() {
        return root.getSubcommands().keySet().stream()
                .filter(word -> !word.equals("help"))
                .toList();
    }

    /** {@code -c, --cmd}. */
    private static String names(OptionSpec option) {
        return String.join(", ", option.names());
    }

    private static String expected(ArgSpec option) {
        Class<?> type = option.type();
        if (type.isEnum()) {
            return Options.choices(type);
        }
        return type == long.class ? "a whole number, as in 3; below 0 is for ever" : option.paramLabel();
    }
}
