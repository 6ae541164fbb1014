// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.codec;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Completes names of fields, and values of enums, in JSON that is being typed. */
final class JsonCompletion {
    /** An object or an array that is open at the cursor. */
    private static final class Frame {
        /** Of an object that is a message. */
        final @Nullable Descriptor message;

        /** Of an array its elements', of an object that is a map its values'. */
        final @Nullable FieldDescriptor elements;

        final boolean isArray;
        boolean isName;
        String name = "";

        Frame(@Nullable Descriptor message, @Nullable FieldDescriptor elements, boolean isArray) {
            this.message = message;
            this.elements = elements;
            this.isArray = isArray;
            this.isName = !isArray;
        }

        /** What the value at the cursor is for; null where that is not known. */
        @Nullable
        FieldDescriptor field() {
            return message == null ? elements : FieldNames.find(message, name);
        }
    }

    private final Descriptor request;
    private final Deque<Frame> open = new ArrayDeque<>();
    private int stringStart = -1;
    private char last;

    private JsonCompletion(Descriptor request) {
        this.request = request;
    }

    static Completion of(Descriptor request, TypedWord word) {
        JsonCompletion completion = new JsonCompletion(request);
        String json = word.raw().substring(TypedWord.jsonOffset());
        completion.read(json);
        int start = completion.stringStart < 0 ? json.length() : completion.stringStart;
        List<Suggestion> suggestions = completion.suggestions(json.substring(start));
        return new Completion(word.start() + TypedWord.jsonOffset() + start, suggestions);
    }

    private void read(String json) {
        for (int i = 0; i < json.length(); i++) {
            char letter = json.charAt(i);
            if (stringStart >= 0) {
                if (letter == '\\') {
                    i++;
                } else if (letter == '"') {
                    string(json.substring(stringStart + 1, i));
                }
            } else if (letter > ' ') {
                structure(letter, i);
            }
        }
    }

    private void string(String text) {
        Frame frame = open.peek();
        if (frame != null && frame.isName) {
            frame.name = text;
        }
        stringStart = -1;
        last = '"';
    }

    private void structure(char letter, int place) {
        Frame frame = open.peek();
        switch (letter) {
            case '"' -> stringStart = place;
            case '{', '[' -> open.push(frame == null ? new Frame(request, null, false) : inner(frame, letter == '['));
            case '}', ']' -> open.poll();
            case ':', ',' -> {
                if (frame != null) {
                    frame.isName = letter == ',' && !frame.isArray;
                }
            }
            default -> {}
        }
        last = letter;
    }

    private static Frame inner(Frame outer, boolean isArray) {
        FieldDescriptor field = outer.field();
        if (field == null || isArray) {
            return new Frame(null, field, isArray);
        }
        if (field.isMapField() && !outer.isArray) {
            return new Frame(null, field.getMessageType().findFieldByNumber(2), false);
        }
        boolean isMessage = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
        return new Frame(isMessage ? field.getMessageType() : null, null, false);
    }

    private List<Suggestion> suggestions(String typed) {
        Frame frame = open.peek();
        if (frame == null) {
            return List.of();
        }
        if (frame.isName && (stringStart >= 0 || last == '{' || last == ',')) {
            return frame.message == null
                    ? List.of()
                    : frame.message.getFields().stream()
                            .filter(field -> matches(field.getName(), typed))
                            .map(field -> new Suggestion(
                                    "\"" + field.getName() + "\": ", field.getName(), FieldType.of(field), false))
                            .toList();
        }
        FieldDescriptor field = frame.field();
        boolean expected = stringStart >= 0 || last == ':' || (frame.isArray && (last == '[' || last == ','));
        return frame.isName || !expected || field == null
                ? List.of()
                : values(field, typed).toList();
    }

    private static Stream<Suggestion> values(FieldDescriptor field, String typed) {
        return switch (field.getJavaType()) {
            case ENUM ->
                field.getEnumType().getValues().stream()
                        .map(EnumValueDescriptor::getName)
                        .filter(name -> matches(name, typed))
                        .map(name -> new Suggestion("\"" + name + "\"", name, "", false));
            case BOOLEAN ->
                Stream.of("true", "false")
                        .filter(name -> typed.isEmpty())
                        .map(name -> new Suggestion(name, name, "", false));
            default -> Stream.empty();
        };
    }

    private static boolean matches(String name, String typed) {
        return ("\"" + name).toLowerCase(Locale.ROOT).startsWith(typed.toLowerCase(Locale.ROOT));
    }
}
