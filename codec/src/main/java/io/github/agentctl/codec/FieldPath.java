// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.codec;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.github.agentctl.api.SpecificationException;
import java.util.Set;

/**
 * Sets what one {@code name=value} says. A name goes from message to field by dots; {@code [2]} is an element of a
 * list (one past the last appends, as {@code []} does), {@code [key]} or {@code .key} an entry of a map.
 */
final class FieldPath {
    private final Draft draft;
    private final CommandText command;
    private final ScalarText scalars;
    private final Word name;
    private final Word value;
    private int next;

    private FieldPath(Draft draft, CommandText command, ScalarText scalars, Part.Assignment assignment) {
        this.draft = draft;
        this.command = command;
        this.scalars = scalars;
        this.name = assignment.name();
        this.value = assignment.value();
    }

    static void assign(Draft draft, CommandText command, ScalarText scalars, Part.Assignment assignment) {
        new FieldPath(draft, command, scalars, assignment).message(draft.request());
    }

    private void message(Message.Builder message) {
        int start = next;
        FieldDescriptor field = field(message.getDescriptorForType(), start);
        draft.give(field);
        if (field.isMapField()) {
            entry(message, field);
        } else if (field.isRepeated()) {
            list(message, field);
        } else if (isMessage(field)) {
            dot(field);
            message(message.getFieldBuilder(field));
        } else {
            end(field);
            message.setField(field, scalar(field, value));
        }
    }

    private FieldDescriptor field(Descriptor message, int start) {
        String text = name.text();
        while (next < text.length() && text.charAt(next) != '.' && text.charAt(next) != '[') {
            next++;
        }
        String segment = text.substring(start, next);
        if (segment.isEmpty()) {
            throw fault(start, "a field's name is missing in " + BadValueException.quoted(text));
        }
        FieldDescriptor field = start == 0 ? FieldNames.findShort(message, segment) : FieldNames.find(message, segment);
        if (field == null) {
            String owner = start == 0 ? draft.call().name() : text.substring(0, start - 1);
            Set<String> more = start == 0 ? draft.extraNames() : Set.of();
            throw fault(start, FieldNames.unknown(segment, message, owner, more));
        }
        return field;
    }

    private void list(Message.Builder message, FieldDescriptor field) {
        String path = name.text().substring(0, next);
        if (!isAt('[')) {
            if (isMessage(field)) {
                throw fault(
                        next,
                        Quoted.of(path) + " is a list of messages: name one element's field, such as "
                                + Quoted.cut(path) + "[0]."
                                + firstField(field));
            }
            end(field);
            if (draft.startList(path)) {
                message.clearField(field);
            }
            addAll(message, field);
            return;
        }
        draft.startList(path);
        int index = index(message.getRepeatedFieldCount(field), path);
        boolean append = index == message.getRepeatedFieldCount(field);
        if (isMessage(field)) {
            dot(field);
            if (append) {
                message.addRepeatedField(
                        field, message.newBuilderForField(field).build());
            }
            message(message.getRepeatedFieldBuilder(field, index));
            return;
        }
        end(field);
        Object element = scalar(field, value);
        if (append) {
            message.addRepeatedField(field, element);
        } else {
            message.setRepeatedField(field, index, element);
        }
    }

    // In texts a comma in quotes is a letter; numbers hold no commas.
    private void addAll(Message.Builder message, FieldDescriptor field) {
        String text = value.text();
        if (text.isEmpty()) {
            return;
        }
        if (text.startsWith("[") && text.endsWith("]") && !value.quoted().get(0)) {
            // JSON, whose quotes the shell's rules have taken off: split at its commas it would be sent wrong.
            throw fault(
                    next,
                    "a list is written a,b; as JSON it goes into json://, as in json://{\"" + field.getName()
                            + "\": [...]}");
        }
        boolean texts = field.getJavaType() == FieldDescriptor.JavaType.STRING
                || field.getJavaType() == FieldDescriptor.JavaType.BYTE_STRING;
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length()
                    || (text.charAt(i) == ',' && !(texts && value.quoted().get(i)))) {
                message.addRepeatedField(field, scalar(field, value.part(start, i)));
                start = i + 1;
            }
        }
    }

    private int index(int size, String path) {
        int start = next + 1;
        int close = name.text().indexOf(']', start);
        if (close < 0) {
            throw fault(next, "the bracket [ is never closed");
        }
        String text = name.text().substring(start, close);
        next = close + 1;
        if (text.isEmpty()) {
            return size;
        }
        if (!text.matches("\\d{1,9}")) {
            throw fault(start, "expected an element's number in brackets, got " + BadValueException.quoted(text));
        }
        int index = Integer.parseInt(text);
        if (index > size) {
            throw fault(
                    start,
                    Quoted.cut(path) + " has " + size + " elements, so [" + size + "] is the next one, not [" + index
                            + "]");
        }
        return index;
    }

    private void entry(Message.Builder message, FieldDescriptor field) {
        FieldDescriptor keyField = field.getMessageType().findFieldByNumber(1);
        FieldDescriptor valueField = field.getMessageType().findFieldByNumber(2);
        int start = next;
        Word key = key(isMessage(valueField));
        Message.Builder entry = message.newBuilderForField(field);
        entry.setField(keyField, scalar(keyField, key));
        if (isMessage(valueField)) {
            Message.Builder inner = MapEntries.current(message, field, key.text());
            dot(valueField);
            message(inner);
            entry.setField(valueField, inner.build());
        } else {
            if (next < name.text().length()) {
                throw fault(start, "the bracket of a key must be the last of the name");
            }
            entry.setField(valueField, scalar(valueField, value));
        }
        message.addRepeatedField(field, entry.build());
    }

    /** {@code [key]}, or {@code .key}, where a key with dots in it goes to the end of the name if it can. */
    private Word key(boolean fieldsFollow) {
        String text = name.text();
        int start = next + 1;
        int end;
        if (isAt('[')) {
            end = fieldsFollow ? text.indexOf(']', start) : text.lastIndexOf(']');
            if (end < start) {
                throw fault(next, "the bracket [ is never closed");
            }
            next = end + 1;
        } else if (isAt('.')) {
            int dot = fieldsFollow ? text.indexOf('.', start) : -1;
            end = dot < 0 ? text.length() : dot;
            next = end;
        } else {
            throw fault(next, Quoted.of(text) + " is a map: name a key, such as " + Quoted.cut(text) + "[key]=value");
        }
        if (end == start) {
            throw fault(start, "a key is missing in " + BadValueException.quoted(text));
        }
        return name.part(start, end);
    }

    private Object scalar(FieldDescriptor field, Word text) {
        try {
            Object parsed = scalars.parse(field, text.text());
            warnOfRadix(field, text.text());
            return parsed;
        } catch (BadValueException e) {
            throw command.fault(text.position(), Quoted.cut(name.text()) + ": " + e.problem());
        }
    }

    /** The Rust tool reads these addresses as hexadecimal, whether they begin with 0x or not. */
    private void warnOfRadix(FieldDescriptor field, String written) {
        String text = written.strip();
        if (field.getFullName().equals("grpc.MemHotplugByProbeRequest.memHotplugProbeAddr")
                && text.matches("[0-9]{2,}")) {
            draft.warn(field.getName() + ": " + Quoted.cut(text) + " is decimal here; write 0x" + Quoted.cut(text)
                    + " for hexadecimal");
        }
    }

    private boolean isAt(char letter) {
        return next < name.text().length() && name.text().charAt(next) == letter;
    }

    private void dot(FieldDescriptor field) {
        if (!isAt('.')) {
            String path = name.text().substring(0, next);
            throw fault(
                    next,
                    next == name.text().length()
                            ? Quoted.of(path) + " is a message: name one of its fields, such as " + Quoted.cut(path)
                                    + "."
                                    + firstField(field)
                            : "expected a dot behind " + Quoted.of(path));
        }
        next++;
    }

    private void end(FieldDescriptor field) {
        if (next < name.text().length()) {
            throw fault(next, "'" + field.getName() + "' is no message and no list: nothing may follow its name");
        }
    }

    private static String firstField(FieldDescriptor field) {
        var fields = field.getMessageType().getFields();
        return fields.isEmpty() ? "" : fields.get(0).getName();
    }

    private static boolean isMessage(FieldDescriptor field) {
        return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
    }

    private SpecificationException fault(int index, String problem) {
        return command.fault(name.position(index), problem);
    }
}
