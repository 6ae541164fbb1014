// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import com.google.protobuf.Descriptors.FieldDescriptor;
import io.github.agentctl.codec.AgentCall;
import io.github.agentctl.codec.Catalogue;
import io.github.agentctl.codec.FieldType;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The manual page, section 1, in roff. What options, calls and builtins say is from where the command has it. */
record ManPage(CommandSpec root) {
    /**
     * The page.
     *
     * @param date as in 2026-11-25
     */
    String fill(PageTemplate template, String version, String date) {
        return template.put("version", escaped(version))
                .put("date", date)
                .put("options", options(root))
                .put(
                        "subcommands",
                        root.subcommands().values().stream()
                                .map(command -> subcommand(command.getCommandSpec()))
                                .collect(Collectors.joining()))
                .put(
                        "builtins",
                        Arrays.stream(Builtin.values())
                                .map(builtin -> item(bold(builtin.form()), builtin.summary()))
                                .collect(Collectors.joining()))
                .put(
                        "calls",
                        Catalogue.calls().stream()
                                .sorted(Comparator.comparing(AgentCall::name))
                                .map(call -> item(bold(call.name()), fields(call)))
                                .collect(Collectors.joining()))
                .put("examples", examples())
                .text();
    }

    private String subcommand(CommandSpec command) {
        String synopsis = command.commandLine()
                .getUsageMessage()
                .lines()
                .findFirst()
                .orElse(command.qualifiedName())
                .replaceFirst("^Usage: *", "");
        return ".SS \"" + escaped(command.name()) + "\"\n"
                + ".nh\n.B " + escaped(synopsis) + "\n.hy\n.PP\n"
                + escaped(String.join(" ", ShellWords.about(command))) + "\n"
                + options(command);
    }

    /** What stands alone, then the options; of a subcommand without those that stand before it as well. */
    private String options(CommandSpec command) {
        Stream<String> words = command.positionalParameters().stream()
                .map(word -> item(italic(word.paramLabel()), String.join(" ", word.description())));
        Stream<String> options = command.options().stream()
                .filter(option -> !option.hidden())
                .filter(option -> command == root || root.findOption(option.longestName()) == null)
                .map(option -> item(names(option), String.join(" ", option.description())));
        return Stream.concat(words, options).collect(Collectors.joining());
    }

    private static String names(OptionSpec option) {
        String value = option.arity().min() > 0 ? " " + italic(option.paramLabel()) : "";
        return Arrays.stream(option.names()).map(ManPage::bold).collect(Collectors.joining(", "))
                + value
                + (option.arity().max() > 1 ? "..." : "");
    }

    private static String fields(AgentCall call) {
        String fields = call.request().getFields().stream().map(ManPage::field).collect(Collectors.joining(", "));
        return fields.isEmpty() ? "has no fields." : fields;
    }

    private static String field(FieldDescriptor field) {
        return field.getName() + " (" + FieldType.of(field) + ")";
    }

    /** Command lines are set as they are typed; the rest is prose. */
    private static String examples() {
        return Examples.text()
                .lines()
                .filter(line -> !line.isEmpty())
                .map(line -> line.startsWith("  $ ")
                        ? ".PP\n.RS 4\n.nf\n" + escaped(line.strip()) + "\n.fi\n.RE\n"
                        : ".PP\n" + escaped(line) + "\n")
                .collect(Collectors.joining())
                // The first is set apart by its heading.
                .replaceFirst("^\\.PP\n", "");
    }

    private static String item(String head, String text) {
        return ".TP\n" + head + "\n" + escaped(text) + "\n";
    }

    private static String bold(String text) {
        return "\\fB" + escaped(text) + "\\fR";
    }

    private static String italic(String text) {
        return "\\fI" + escaped(text) + "\\fR";
    }

    /** Text that stands for itself, also at the beginning of a line. */
    private static String escaped(String text) {
        String characters = text.replace("\\", "\\e")
                .replace("-", "\\-")
                .replace("'", "\\(aq")
                .replace("`", "\\(ga")
                .replace("^", "\\(ha")
                .replace("~", "\\(ti");
        return characters.startsWith(".") ? "\\&" + characters : characters;
    }
}
