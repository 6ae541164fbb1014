// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.github.agentctl.codec.AgentCall;
import io.github.agentctl.codec.Catalogue;
import io.github.agentctl.codec.ReplyFormat;
import java.util.Locale;
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
        String text = Catalogue.calls().stream().map(ListCalls::describe).collect(Collectors.joining("\n\n"));
        new Replies(environment, ReplyFormat.JSON).line(text);
        return ExitCode.OK;
    }

    private static String describe(AgentCall call) {
        String aliases = call.aliases().isEmpty() ? "" : ", also " + String.join(", ", call.aliases());
        StringBuilder text = new StringBuilder(call.name() + " (" + call.service() + aliases + ")");
        for (FieldDescriptor field : call.request().getFields()) {
            text.append(String.format(Locale.ROOT, "%n  %-32s %s", field.getName(), type(field)));
        }
        return text.toString();
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
