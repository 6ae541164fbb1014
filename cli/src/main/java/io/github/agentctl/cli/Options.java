// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import io.github.agentctl.api.WireProvider;
import io.github.agentctl.api.Wires;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.StringJoiner;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/** How options look in all subcommands. Made by hand: reading annotations takes longer than a call to an agent. */
final class Options {
    static final String LOG_LEVEL = "--log-level";
    static final String TRANSPORT = "--transport";
    static final String WIRE = "--wire";

    private Options() {}

    /** A subcommand with what all of them have. */
    static CommandSpec command(String name, String... description) {
        CommandSpec spec = CommandSpec.create().name(name);
        spec.usageMessage().description(description).sortOptions(false);
        return spec.addOption(help()).addOption(logLevel());
    }

    static OptionSpec help() {
        return OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help and exit.")
                .build();
    }

    static OptionSpec logLevel() {
        return OptionSpec.builder("-l", LOG_LEVEL)
                .type(LogLevel.class)
                .paramLabel("LEVEL")
                .description("How much to say on standard error: " + choices(LogLevel.class) + " (default: info).")
                .build();
    }

    static OptionSpec transport() {
        return OptionSpec.builder(TRANSPORT)
                .type(String.class)
                .paramLabel("NAME")
                .completionCandidates(List.of("jdk", "junixsocket", "jnr"))
                .description("The transport to use, where several serve the address: jdk, junixsocket, jnr.")
                .build();
    }

    static OptionSpec wire() {
        return text(WIRE, "NAME", "The protocol to speak: ttrpc (the default), or grpc.");
    }

    /**
     * The wire that was asked for, or else the usual one.
     *
     * @throws UsageException when it is not installed
     */
    static WireProvider wire(ParseResult arguments) {
        try {
            return Wires.installed().select(arguments.matchedOptionValue(WIRE, null));
        } catch (IllegalStateException e) {
            throw new UsageException(Objects.requireNonNullElse(e.getMessage(), "bad wire"));
        }
    }

    static OptionSpec text(String name, String label, String... description) {
        return OptionSpec.builder(name)
                .type(String.class)
                .paramLabel(label)
                .description(description)
                .build();
    }

    /** Reads one of a few words, in either case. */
    record Choice<T extends Enum<T>>(Class<T> type) implements ITypeConverter<T> {
        @Override
        public T convert(String text) {
            for (T constant : type.getEnumConstants()) {
                if (constant.name().equalsIgnoreCase(text)) {
                    return constant;
                }
            }
            throw new TypeConversionException("'" + text + "' is none of " + choices(type));
        }
    }

    /** The words of an enum, in lower case. */
    static String choices(Class<?> type) {
        StringJoiner words = new StringJoiner(", ");
        for (Object constant : type.getEnumConstants()) {
            words.add(((Enum<?>) constant).name().toLowerCase(Locale.ROOT));
        }
        return words.toString();
    }

    /** On where it is named; scripts for the Rust tool write a word after it, of which true and false are understood. */
    static OptionSpec flag(String[] names, String... description) {
        return OptionSpec.builder(names)
                .type(boolean.class)
                .arity("0..1")
                .fallbackValue("true")
                .defaultValue("false")
                .paramLabel("BOOL")
                .description(description)
                .build();
    }
}
