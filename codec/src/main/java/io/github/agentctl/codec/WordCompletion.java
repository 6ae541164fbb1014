// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.codec;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Completes a word of a call that is not JSON: {@code name=value}, {@code file://}. */
record WordCompletion(AgentCall call, Suggestions found) {
    private static final String FILE = "file://";

    void complete(String text) {
        int equals = text.indexOf('=');
        if (text.startsWith(FILE)) {
            PathCompletion.complete(FILE, text.substring(FILE.length()), found);
        } else if (equals < 0) {
            names(text);
        } else {
            values(text.substring(0, equals), text.substring(0, equals + 1), text.substring(equals + 1));
        }
    }

    private void names(String text) {
        int dot = text.lastIndexOf('.');
        if (text.lastIndexOf('[') > Math.max(dot, text.lastIndexOf(']'))) {
            return;
        }
        String before = text.substring(0, dot + 1);
        Descriptor message = dot < 0 ? call.request() : FieldWalk.message(call.request(), text.substring(0, dot));
        if (message == null) {
            return;
        }
        for (FieldDescriptor field : message.getFields()) {
            found.add(before, field.getName() + what(field), FieldType.of(field), false);
        }
        if (dot < 0) {
            call.extras().stream().sorted().forEach(extra -> found.add("", extra + "=", "beside the request", false));
            if (!text.isEmpty()) {
                shortName("cid", "container_id");
                shortName("sid", "sandbox_id");
            }
            found.add("", "json://", "values in JSON", false);
            found.add("", FILE, "values in a file of JSON", false);
        }
    }

    private void shortName(String name, String field) {
        if (call.request().findFieldByName(field) != null) {
            found.add("", name + "=", "short for " + field, false);
        }
    }

    /** How a name goes on behind a field's. */
    private static String what(FieldDescriptor field) {
        boolean message = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
        return field.isMapField() ? "[" : field.isRepeated() && message ? "[0]." : message ? "." : "=";
    }

    private void values(String name, String before, String value) {
        if (call.extras().contains(name)) {
            if (value.startsWith(FILE)) {
                PathCompletion.complete(before + FILE, value.substring(FILE.length()), found);
            } else if (!name.equals("dest") && !name.equals("image") && !name.equals("id")) {
                PathCompletion.complete(before, value, found);
            }
            return;
        }
        FieldDescriptor field = FieldWalk.field(call.request(), name);
        if (field != null) {
            values(field, before, value);
        }
    }

    private void values(FieldDescriptor field, String before, String value) {
        switch (field.getJavaType()) {
            case BOOLEAN -> List.of("true", "false").forEach(word -> found.add(before, word, "", true));
            case ENUM ->
                field.getEnumType().getValues().stream()
                        .map(EnumValueDescriptor::getName)
                        .forEach(name -> found.add(before, name, "", true));
            case BYTE_STRING -> {
                if (value.startsWith("@")) {
                    PathCompletion.complete(before + "@", value.substring(1), found);
                } else {
                    found.add(before, "@", "a file", false);
                    found.add(before, "hex:", "pairs of digits", false);
                    found.add(before, "base64:", "", false);
                }
            }
            default -> {
                if (ScalarText.isSignal(field)) {
                    signals(before, value);
                }
            }
        }
    }

    private void signals(String before, String value) {
        boolean prefixed = value.toUpperCase(Locale.ROOT).startsWith("SIG");
        for (String name : SignalName.names()) {
            found.add(before, prefixed ? "SIG" + name : name.toLowerCase(Locale.ROOT), "", true);
        }
    }

    /** Where the names in a path lead. */
    private static final class FieldWalk {
        private FieldWalk() {}

        /** The message that a path ends at; null where it ends at none. */
        static @Nullable Descriptor message(Descriptor request, String path) {
            FieldDescriptor field = field(request, path);
            return field == null || field.getJavaType() != FieldDescriptor.JavaType.MESSAGE
                    ? null
                    : field.getMessageType();
        }

        /** The field that a path ends at: of a map, what its entries hold. */
        static @Nullable FieldDescriptor field(Descriptor request, String path) {
            Descriptor message = request;
            FieldDescriptor field = null;
            for (String segment : path.split("\\.(?![^\\[]*\\])", -1)) {
                if (message == null) {
                    return null;
                }
                String name = segment.replaceFirst("\\[.*", "");
                field = field == null ? FieldNames.findShort(message, name) : FieldNames.find(message, name);
                if (field == null) {
                    return null;
                }
                field = field.isMapField() ? field.getMessageType().findFieldByNumber(2) : field;
                message = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE ? field.getMessageType() : null;
            }
            return field;
        }
    }
}
