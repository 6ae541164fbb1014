// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A message for people: the names of its fields and what they hold. */
final class FieldList {
    private FieldList() {}

    /** A line for each field, each with an end of line before it. */
    static String of(Descriptor message) {
        return message.getFields().stream()
                .map(field -> String.format(Locale.ROOT, "\n  %-32s %s", field.getName(), type(field)))
                .collect(Collectors.joining());
    }

    /** The messages within messages, each once: its name and its fields, with an empty line between two. */
    static String within(Iterable<Descriptor> messages) {
        Map<String, Descriptor> nested = new TreeMap<>();
        messages.forEach(message -> collect(message, nested));
        messages.forEach(message -> nested.remove(message.getName()));
        return nested.values().stream()
                .map(message -> message.getName() + of(message))
                .collect(Collectors.joining("\n\n"));
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

    /** {@code list of string}. */
    static String type(FieldDescriptor field) {
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
