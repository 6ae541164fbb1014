// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.github.agentctl.codec.AgentCall;
import io.github.agentctl.codec.Catalogue;
import io.github.agentctl.codec.ReplyFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code list}: every call with the fields of its request. */
final class ListCalls implements Subcommand {
    @Override
    public CommandSpec spec() {
        return Options.command("list", "List the agent's calls with their fields. Needs no agent.");
    }

    @Override
    public int run(ParseResult arguments, Environment environment, Log log) {
        List<AgentCall> calls = Catalogue.calls();
        Map<String, Descriptor> nested = new TreeMap<>();
        calls.forEach(call -> collect(call.request(), nested));
        String text = calls.stream().map(ListCalls::describe).collect(Collectors.joining("\n\n"))
                + "\n\nMessages within them:\n\n"
                + nested.values().stream()
                        .map(message -> message.getName() + fields(message))
                        .collect(Collectors.joining("\n\n"));
        try (Replies replies = new Replies(environment, ReplyFormat.JSON)) {
            replies.line(text);
        }
        return ExitCode.OK;
    }

    /** Puts what a message is made of under its name, but for maps, whose entries are messages only on the wire. */
    private static void collect(Descriptor message, Map<String, Descriptor> nested) {
        for (FieldDescriptor field : message.getFields()) {
            if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
                Descriptor type = field.getMessageType();
                if (type.getOptions().getMapEntry() || nested.putIfAbsent(type.getName(), type) == null) {
                    collect(type, nested);
                }
            }
        }
    }

    private static String describe(AgentCall call) {
        String aliases = call.aliases().isEmpty() ? "" : ", also " + String.join(", ", call.aliases());
        return call.name() + " (" + call.service() + aliases + ")" + fields(call.request());
    }

    private static String fields(Descriptor message) {
        return message.getFields().stream()
                .map(field -> String.format(Locale.ROOT, "\n  %-32s %s", field.getName(), type(field)))
                .collect(Collectors.joining());
    }

    private static String type(FieldDescriptor field) {
        if (field.isMapField()) {
            return "map of "
                    + single(field.getMessageType().findFieldByName("key")) + " to "
                    + single(field.getMessageType().findFieldByName("value"));
        }
        return field.isRepeated() ? "list of " + single(field) : single(field);
    }

    private static String single(FieldDescriptor field) {
        return switch (field.getJavaType()) {
            case MESSAGE -> field.getMessageType().getName();
            case ENUM ->
                field.getEnumType().getValues().stream()
                        .map(EnumValueDescriptor::getName)
                        .collect(Collectors.joining(" | "));
            default -> field.getType().name().toLowerCase(Locale.ROOT);
        };
    }
}
