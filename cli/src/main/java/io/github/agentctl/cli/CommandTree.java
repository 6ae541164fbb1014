// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import io.github.agentctl.codec.ReplyFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The command and its subcommands, and how arguments are read. */
final class CommandTree {
    private static final String NAME = "kata-agent-ctl";

    /** In the order of the help. */
    private static final List<String> WORDS = List.of(
            "connect", "list", "describe", "transports", "examples", "generate-cid", "generate-sid", "simulate");

    private final Environment environment;
    private final Map<String, Subcommand> subcommands = new LinkedHashMap<>();
    private final CommandLine commandLine;

    /**
     * What these arguments need. One subcommand is enough where they begin with its word: the options of all of them, and
     * the annotations of picocli's own {@code help}, take longer to make than a call to an agent.
     *
     * @param environment where help goes
     */
    static CommandTree of(List<String> arguments, Environment environment) {
        boolean begins = !arguments.isEmpty() && WORDS.contains(arguments.get(0));
        return new CommandTree(begins ? arguments.subList(0, 1) : WORDS, environment);
    }

    private CommandTree(List<String> words, Environment environment) {
        this.environment = environment;
        CommandSpec root = Options.command(NAME, "Makes calls to the agent of Kata Containers, on test systems only.");
        root.addOption(OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .description("Show the version and exit.")
                .build());
        root.versionProvider(() -> new String[] {NAME + " " + version()});
        commandLine = new CommandLine(root);
        for (String word : words) {
            Subcommand subcommand = subcommand(word);
            subcommands.put(word, subcommand);
            commandLine.addSubcommand(word, subcommand.spec());
        }
        if (isWhole()) {
            commandLine.addSubcommand(new CommandLine.HelpCommand());
        }
        // What looks like an option is one: "-c Check --typo" names no call "--typo". And what begins with @ is an
        // address or a name, never a file of more arguments.
        commandLine.setUnmatchedOptionsAllowedAsOptionParameters(false);
        commandLine.setExpandAtFiles(false);
        commandLine.registerConverter(LogLevel.class, new Options.Choice<>(LogLevel.class));
        commandLine.registerConverter(ListTransports.Format.class, new Options.Choice<>(ListTransports.Format.class));
        commandLine.registerConverter(ReplyFormat.class, new Options.Choice<>(ReplyFormat.class));
        commandLine.setUsageHelpWidth(100);
        commandLine.setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF));
        commandLine.setOut(new PrintWriter(environment.out(), true, StandardCharsets.UTF_8));
        commandLine.setErr(new PrintWriter(environment.err(), true, StandardCharsets.UTF_8));
    }

    /** The whole command, as the manual page and the completions of shells show it. */
    CommandSpec spec() {
        return commandLine.getCommandSpec();
    }

    /** @throws CommandLine.ParameterException when they are none of ours */
    ParseResult parse(List<String> arguments) {
        try {
            return commandLine.parseArgs(arguments.toArray(String[]::new));
        } catch (CommandLine.ParameterException e) {
            CommandTree whole = isWhole() ? this : new CommandTree(WORDS, environment);
            String text = new ArgumentFault(whole.commandLine).text(e);
            throw new CommandLine.ParameterException(e.getCommandLine(), text, e);
        }
    }

    Subcommand subcommand(ParseResult parsed) {
        Subcommand found = subcommands.get(parsed.commandSpec().name());
        if (found == null) {
            throw new IllegalStateException(
                    "no subcommand " + parsed.commandSpec().name());
        }
        return found;
    }

    /** The level as it stands after the subcommand, or else before it. */
    LogLevel level(ParseResult parsed) {
        LogLevel before = parsed.matchedOptionValue(Options.LOG_LEVEL, LogLevel.INFO);
        return parsed.subcommand().matchedOptionValue(Options.LOG_LEVEL, before);
    }

    private boolean isWhole() {
        return subcommands.size() == WORDS.size();
    }

    // A switch and not a map of suppliers: it touches nothing but what is asked for.
    private static Subcommand subcommand(String word) {
        return switch (word) {
            case "connect" -> new Connect();
            case "list" -> new ListCalls();
            case "describe" -> new Describe();
            case "transports" -> new ListTransports();
            case "examples" -> new Examples();
            case "generate-cid" -> new GenerateId(word, "Print a random container id.");
            case "generate-sid" -> new GenerateId(word, "Print a random sandbox id.");
            case "simulate" -> new Simulate();
            default -> throw new IllegalArgumentException("no subcommand " + word);
        };
    }

    static String version() {
        try (InputStream text = CommandTree.class.getResourceAsStream("version.txt")) {
            return text == null ? "unknown" : new String(text.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
