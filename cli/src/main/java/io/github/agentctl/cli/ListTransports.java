// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import io.github.agentctl.api.transport.Availability;
import io.github.agentctl.api.transport.TransportProvider;
import io.github.agentctl.api.transport.Transports;
import io.github.agentctl.codec.ReplyFormat;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code transports}: what is installed, and whether it works on this machine. */
final class ListTransports implements Subcommand {
    private static final String OUTPUT = "--output";

    /** The scheme of what cannot be asked for it. */
    private static final String UNKNOWN = "?";

    @Override
    public CommandSpec spec() {
        return Options.command("transports", "List the installed transports, and whether they work here.")
                .addOption(OptionSpec.builder(OUTPUT)
                        .type(Format.class)
                        .paramLabel("FORMAT")
                        .description("table, or json: one object a line (default: table).")
                        .build());
    }

    @Override
    public int run(ParseResult arguments, Environment environment, Log log) {
        List<Row> rows = rows(Transports.installed());
        try (Replies replies = new Replies(environment, ReplyFormat.JSON)) {
            if (arguments.matchedOptionValue(OUTPUT, Format.TABLE) == Format.JSON) {
                rows.forEach(row -> replies.line(row.json()));
            } else {
                table(rows).forEach(replies::line);
            }
        }
        return ExitCode.OK;
    }

    /** By scheme, and within one the preferred first: that is the one taken where the user names none. Then the broken. */
    private static List<Row> rows(Transports installed) {
        Stream<Row> asked = installed.providers().stream()
                .sorted(Comparator.comparingInt(TransportProvider::preference)
                        .reversed()
                        .thenComparing(TransportProvider::name))
                .flatMap(provider -> provider.schemes().stream()
                        .map(scheme -> new Row(scheme, provider.name(), Transports.availability(provider))))
                .sorted(Comparator.comparing(Row::scheme));
        Stream<Row> broken = installed.broken().stream()
                .map(one -> new Row(UNKNOWN, one.provider(), new Availability.Unavailable(one.reason(), one.remedy())));
        return Stream.concat(asked, broken).toList();
    }

    private static List<String> table(List<Row> rows) {
        List<List<String>> cells = new ArrayList<>();
        cells.add(List.of("SCHEME", "PROVIDER", "AVAILABLE"));
        rows.forEach(row -> cells.add(List.of(row.address(), row.provider(), row.text())));
        int[] widths = IntStream.range(0, 2)
                .map(column -> cells.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        return cells.stream()
                .map(row -> pad(row.get(0), widths[0]) + "  " + pad(row.get(1), widths[1]) + "  " + row.get(2))
                .toList();
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(width - text.length());
    }

    /** How they are written. */
    enum Format {
        TABLE,
        JSON
    }

    private record Row(String scheme, String provider, Availability availability) {
        String address() {
            return scheme.equals(UNKNOWN) ? UNKNOWN : scheme + ":";
        }

        String text() {
            if (availability instanceof Availability.Unavailable no) {
                return "no: " + no.reason() + " (" + no.remedy() + ")";
            }
            return except().isEmpty() ? "yes" : "yes, but " + except();
        }

        private String except() {
            return availability instanceof Availability.Available yes ? yes.except() : "";
        }

        String json() {
            Stream<String> why = availability instanceof Availability.Unavailable no
                    ? Stream.of(field("reason", quoted(no.reason())), field("remedy", quoted(no.remedy())))
                    : Stream.of(except()).filter(text -> !text.isEmpty()).map(text -> field("except", quoted(text)));
            return Stream.concat(
                            Stream.of(
                                    field("scheme", quoted(scheme)),
                                    field("provider", quoted(provider)),
                                    field("available", String.valueOf(availability instanceof Availability.Available))),
                            why)
                    .collect(Collectors.joining(",", "{", "}"));
        }

        private static String field(String name, String value) {
            return quoted(name) + ":" + value;
        }

        /** A plug-in's words may have anything in them. */
        private static String quoted(String text) {
            return text.codePoints()
                    .mapToObj(value -> value == '"' || value == '\\'
                            ? "\\" + (char) value
                            : Character.isISOControl(value)
                                    ? String.format("\\u%04x", value)
                                    : Character.toString(value))
                    .collect(Collectors.joining("", "\"", "\""));
        }
    }
}
