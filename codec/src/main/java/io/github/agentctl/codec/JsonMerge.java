// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.codec;

import com.google.gson.stream.JsonToken;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Merges a JSON object into a message: proto3 JSON and the dialect of the Rust tool, both at once. Messages and maps
 * merge with what is there, a list replaces the one that is there, null says nothing.
 */
final class JsonMerge {
    private final JsonDocument json;
    private final Draft draft;
    private final boolean configJson;
    private final Consumer<String> notes;

    private JsonMerge(JsonDocument json, Draft draft, boolean configJson, Consumer<String> notes) {
        this.json = json;
        this.draft = draft;
        this.configJson = configJson;
        this.notes = notes;
    }

    /** The request itself. What it says counts as given by the user. */
    static void request(JsonDocument json, Draft draft) {
        new JsonMerge(json, draft, false, draft::note).document(draft.request());
    }

    /**
     * A config.json. What the OCI runtime specification has and the agent has not is dropped with a note; any other name
     * is a fault, as in a request. Nothing counts as given.
     */
    static void configJson(JsonDocument json, Draft draft, Message.Builder spec, Consumer<String> notes) {
        new JsonMerge(json, draft, true, notes).document(spec);
    }

    private void document(Message.Builder builder) {
        if (json.peek() != JsonToken.BEGIN_OBJECT) {
            throw json.fault(json.mark(), "expected an object, {...}, got " + kind(json.peek()));
        }
        object(builder, "");
        if (json.peek() != JsonToken.END_DOCUMENT) {
            throw json.fault(json.mark(), "expected the end behind the object, got " + kind(json.peek()));
        }
    }

    private void object(Message.Builder builder, String path) {
        Set<FieldDescriptor> seen = new HashSet<>();
        json.take();
        while (json.more()) {
            int mark = json.mark();
            String name = json.take();
            if (path.isEmpty() && !configJson && draft.extraNames().contains(name)) {
                extra(name);
                continue;
            }
            FieldDescriptor field = FieldNames.find(builder.getDescriptorForType(), name);
            if (field == null) {
                unknown(builder.getDescriptorForType(), name, path, mark);
            } else if (!seen.add(field)) {
                throw json.fault(mark, "the field " + path + field.getName() + " is given twice in one object");
            } else if (json.peek() == JsonToken.NULL) {
                json.take();
            } else {
                if (!configJson) {
                    draft.give(field);
                }
                field(builder, field, path + name);
            }
        }
        json.take();
    }

    private void extra(String name) {
        int mark = json.mark();
        expect(JsonToken.STRING, name, "a string");
        draft.putExtra(name, new Draft.Extra(json.take(), problem -> json.fault(mark, problem)));
    }

    private void unknown(Descriptor message, String name, String path, int mark) {
        if (OciNames.lacks(message, name)) {
            notes.accept("dropped " + Escapes.safe(path) + Quoted.cut(name) + ": the agent has no such field");
            json.skip();
            return;
        }
        if (configJson) {
            String owner = path.isEmpty() ? "config.json" : path.substring(0, path.length() - 1);
            throw json.fault(mark, FieldNames.unknown(name, OciNames.all(message), owner));
        }
        boolean top = path.isEmpty();
        String owner = top ? draft.call().name() : path.substring(0, path.length() - 1);
        String problem = FieldNames.unknown(name, message, owner, top ? draft.extraNames() : Set.of());
        if (top && name.equals("ociVersion") && draft.extraNames().contains("spec")) {
            problem = "this is a config.json and not a request; give it as spec=file:///path";
        }
        throw json.fault(mark, problem);
    }

    private void field(Message.Builder builder, FieldDescriptor field, String path) {
        if (field.isMapField()) {
            map(builder, field, path);
        } else if (field.isRepeated()) {
            list(builder, field, path);
        } else if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
            expect(JsonToken.BEGIN_OBJECT, path, "an object");
            object(builder.getFieldBuilder(field), path + ".");
        } else if (isTagged(field) && json.peek() == JsonToken.BEGIN_OBJECT) {
            tagged(builder, field, path);
        } else {
            builder.setField(field, scalar(field, path));
        }
    }

    /** Of a real oneof, the Rust tool writes the member into an object under the oneof's name. */
    private static boolean isTagged(FieldDescriptor field) {
        return field.getRealContainingOneof() != null;
    }

    private void tagged(Message.Builder builder, FieldDescriptor field, String path) {
        boolean seen = false;
        json.take();
        while (json.more()) {
            int mark = json.mark();
            String name = json.take();
            if (!name.equalsIgnoreCase(field.getName())) {
                throw json.fault(mark, "expected " + field.getName() + ", got " + BadValueException.quoted(name));
            }
            if (seen) {
                throw json.fault(mark, "the field " + path + " is given twice in one object");
            }
            seen = true;
            builder.setField(field, scalar(field, path));
        }
        json.take();
    }

    private void list(Message.Builder builder, FieldDescriptor field, String path) {
        expect(JsonToken.BEGIN_ARRAY, path, "an array");
        json.take();
        builder.clearField(field);
        for (int i = 0; json.more(); i++) {
            String element = path + "[" + i + "]";
            if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
                expect(JsonToken.BEGIN_OBJECT, element, "an object");
                Message.Builder message = builder.newBuilderForField(field);
                object(message, element + ".");
                builder.addRepeatedField(field, message.build());
            } else {
                builder.addRepeatedField(field, scalar(field, element));
            }
        }
        json.take();
    }

    private void map(Message.Builder builder, FieldDescriptor field, String path) {
        expect(JsonToken.BEGIN_OBJECT, path, "an object");
        FieldDescriptor keyField = field.getMessageType().findFieldByNumber(1);
        FieldDescriptor valueField = field.getMessageType().findFieldByNumber(2);
        Set<String> seen = new HashSet<>();
        json.take();
        while (json.more()) {
            int mark = json.mark();
            String key = json.take();
            if (!seen.add(key)) {
                throw json.fault(mark, path + ": the key " + BadValueException.quoted(key) + " is given twice");
            }
            String keyed = path + "." + Quoted.cut(key);
            Message.Builder entry = builder.newBuilderForField(field);
            entry.setField(keyField, key(keyField, key, path, mark));
            if (valueField.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
                expect(JsonToken.BEGIN_OBJECT, keyed, "an object");
                Message.Builder message = MapEntries.current(builder, field, key);
                object(message, keyed + ".");
                entry.setField(valueField, message.build());
            } else {
                entry.setField(valueField, scalar(valueField, keyed));
            }
            builder.addRepeatedField(field, entry.build());
        }
        json.take();
    }

    private Object key(FieldDescriptor keyField, String key, String path, int mark) {
        try {
            return keyField.getJavaType() == FieldDescriptor.JavaType.STRING ? key : Numbers.parse(keyField, key);
        } catch (BadValueException e) {
            throw json.fault(mark, path + ": " + e.problem());
        }
    }

    private Object scalar(FieldDescriptor field, String path) {
        int mark = json.mark();
        JsonToken token = json.peek();
        try {
            Object value = value(field, token, path);
            if (value != null) {
                return value;
            }
        } catch (BadValueException e) {
            throw json.fault(mark, path + ": " + e.problem());
        }
        throw json.fault(mark, path + ": expected " + JsonKinds.expected(field) + ", got " + kind(token));
    }

    /** Null where the field takes no token of that kind. */
    private @Nullable Object value(FieldDescriptor field, JsonToken token, String path) throws BadValueException {
        return switch (field.getJavaType()) {
            case STRING -> token == JsonToken.STRING ? json.take() : null;
            case BOOLEAN -> token == JsonToken.BOOLEAN ? (Object) json.take().equals("true") : null;
            case INT, LONG ->
                token == JsonToken.NUMBER || token == JsonToken.STRING ? number(field, json.take()) : null;
            case ENUM -> {
                if (token == JsonToken.NUMBER) {
                    int number = (Integer) Numbers.parseJson(field, json.take());
                    yield field.getEnumType().findValueByNumberCreatingIfUnknown(number);
                }
                yield token == JsonToken.STRING ? ScalarText.enumValue(field, json.take()) : null;
            }
            case BYTE_STRING -> {
                if (token == JsonToken.BEGIN_ARRAY) {
                    yield byteArray(path);
                }
                yield token == JsonToken.STRING ? ScalarText.base64(json.take()) : null;
            }
            default -> null;
        };
    }

    private static Object number(FieldDescriptor field, String text) throws BadValueException {
        return ScalarText.isSignal(field) && SignalName.isName(text)
                ? (Object) SignalName.number(text)
                : Numbers.parseJson(field, text);
    }

    private ByteString byteArray(String path) {
        ByteString.Output bytes = ByteString.newOutput();
        json.take();
        while (json.more()) {
            int mark = json.mark();
            String text = json.peek() == JsonToken.NUMBER ? json.take() : "";
            int value = smallNumber(text);
            if (value < 0 || value > 255) {
                throw json.fault(mark, path + ": expected numbers from 0 to 255, the bytes");
            }
            bytes.write(value);
        }
        json.take();
        return bytes.toByteString();
    }

    private static int smallNumber(String text) {
        boolean digits = !text.isEmpty() && text.length() <= 3 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Integer.parseInt(text) : -1;
    }

    private void expect(JsonToken expected, String path, String what) {
        if (json.peek() != expected) {
            throw json.fault(json.mark(), path + ": expected " + what + ", got " + kind(json.peek()));
        }
    }

    private static String kind(JsonToken token) {
        return JsonKinds.of(token);
    }
}
