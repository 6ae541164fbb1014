// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import io.github.agentctl.codec.Catalogue;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * What the completion of a shell knows: read from the command's model once, and written by a class for each shell.
 *
 * @param root what may stand before a subcommand
 * @param commands names of calls and builtins, each with the words that may follow it within one command: names of
 *     fields, and values where there are few
 */
record ShellWords(Sub root, List<Sub> subcommands, Map<String, List<String>> commands) {
    /** What an address begins with. */
    private static final List<String> ADDRESSES = List.of("unix://", "unix://@", "vsock://", "hvsock://", "sim:");

    ShellWords {
        subcommands = List.copyOf(subcommands);
    }

    static ShellWords of(CommandSpec root) {
        List<Sub> subcommands = root.subcommands().values().stream()
                .map(command -> sub(root, command.getCommandSpec()))
                .toList();
        Map<String, List<String>> commands = new LinkedHashMap<>();
        Catalogue.calls().stream()
                .sorted(Comparator.comparing(call -> call.name()))
                .forEach(call -> commands.put(call.name(), CallWords.of(call)));
        Builtin.names().forEach(name -> commands.put(name, List.of()));
        commands.put("help", Description.names());
        return new ShellWords(sub(root, root), subcommands, commands);
    }

    /** The root and the subcommands. */
    Stream<Sub> all() {
        return Stream.concat(Stream.of(root), subcommands.stream());
    }

    private static Sub sub(CommandSpec root, CommandSpec command) {
        List<Opt> options = command.options().stream()
                .filter(option -> !option.hidden())
                .map(option -> new Opt(Arrays.asList(option.names()), summary(option.description()), values(option)))
                .toList();
        Values words = command.positionalParameters().stream()
                .findFirst()
                .map(positional -> command.name().equals("help") ? new Words(names(root)) : values(positional))
                .orElseGet(() -> command == root ? new Words(names(root)) : new None());
        return new Sub(command == root ? "" : command.name(), summary(about(command)), options, words);
    }

    private static List<String> names(CommandSpec root) {
        return List.copyOf(root.subcommands().keySet());
    }

    private static Values values(ArgSpec argument) {
        boolean isSwitch = argument instanceof OptionSpec && argument.arity().min() == 0;
        if (isSwitch) {
            return new None();
        }
        if (argument.completionCandidates() != null) {
            Stream<String> words =
                    StreamSupport.stream(argument.completionCandidates().spliterator(), false);
            return new Words(
                    (argument.typeInfo().isEnum() ? words.map(word -> word.toLowerCase(Locale.ROOT)) : words).toList());
        }
        return switch (argument.paramLabel()) {
            case "COMMAND" -> new Commands();
            case "FILE" -> new Files(false);
            case "DIR" -> new Files(true);
            case "ADDRESS" -> new Addresses(ADDRESSES);
            default -> new Free(argument.paramLabel());
        };
    }

    /** What a subcommand does. picocli's own says it in a heading, and writes %n for an end of line. */
    static String[] about(CommandSpec command) {
        UsageMessageSpec usage = command.usageMessage();
        return Stream.of(usage.header(), usage.description())
                .flatMap(Arrays::stream)
                .map(text -> text.replace("%n", " ").strip())
                .toArray(String[]::new);
    }

    /** The first sentence; the manual has the others. */
    private static String summary(String[] description) {
        String text = String.join(" ", description);
        int end = text.indexOf(". ");
        return end < 0 ? text : text.substring(0, end + 1);
    }

    /** A subcommand, or the root, whose name is empty here: its options, and what may stand as a word of its own. */
    record Sub(String name, String summary, List<Opt> options, Values words) {}

    /** An option under all its names. */
    record Opt(List<String> names, String summary, Values values) {}

    /** What may stand in a place. */
    sealed interface Values {}

    /** Nothing: the option is a switch. */
    record None() implements Values {}

    /** One of these. */
    record Words(List<String> words) implements Values {}

    /** What begins as one of these; behind {@code ://} may be the path of a file. */
    record Addresses(List<String> begins) implements Values {}

    /** The path of a local file. */
    record Files(boolean onlyDirectories) implements Values {}

    /** Commands for the agent. */
    record Commands() implements Values {}

    /** What nobody can guess. */
    record Free(String label) implements Values {}
}
