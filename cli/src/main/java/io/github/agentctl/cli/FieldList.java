// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.github.agentctl.codec.FieldType;
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
                .map(field -> String.format(Locale.ROOT, "\n  %-32s %s", field.getName(), FieldType.of(field)))
                .collect(Collectors.joining());
    }

    /** The values of an enum with their numbers, as {@link #of(Descriptor)} has fields. */
    static String of(EnumDescriptor type) {
        return type.getValues().stream()
                .map(value -> String.format(Locale.ROOT, "\n  %-32s %d", value.getName(), value.getNumber()))
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
}
