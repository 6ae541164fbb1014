// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.codec;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Message;
import java.util.List;

/**
 * A message for people: a line {@code name: value} a field, what belongs to a message indented beneath its name, each
 * element of a list behind a dash. Texts and bytes stand unquoted, with escapes for what is no visible letter.
 */
final class MessageText {
    private final StringBuilder out = new StringBuilder();

    private MessageText() {}

    static String of(Message message) {
        MessageText text = new MessageText();
        text.fields(message, "");
        return text.out.isEmpty() ? "{}\n" : text.out.toString();
    }

    private void fields(Message message, String indent) {
        for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
            if (field.hasPresence() && !message.hasField(field)) {
                continue;
            }
            if (field.isMapField()) {
                map(field, MapEntries.entries(message.getField(field)), indent);
            } else if (field.isRepeated()) {
                list(field, (List<?>) message.getField(field), indent);
            } else {
                value(indent + field.getName() + ":", field, message.getField(field), indent);
            }
        }
    }

    private void list(FieldDescriptor field, List<?> elements, String indent) {
        line(indent + field.getName() + (elements.isEmpty() ? ": []" : ":"));
        for (Object element : elements) {
            value(indent + "  -", field, element, indent + "  ");
        }
    }

    private void map(FieldDescriptor field, List<Message> entries, String indent) {
        FieldDescriptor key = field.getMessageType().findFieldByNumber(1);
        FieldDescriptor value = field.getMessageType().findFieldByNumber(2);
        line(indent + field.getName() + (entries.isEmpty() ? ": {}" : ":"));
        for (Message entry : entries) {
            String name = Escapes.readable(String.valueOf(entry.getField(key)));
            value(indent + "  " + name + ":", value, entry.getField(value), indent + "  ");
        }
    }

    private void value(String head, FieldDescriptor field, Object value, String indent) {
        if (field.getJavaType() == JavaType.MESSAGE) {
            line(head);
            fields((Message) value, indent + "  ");
        } else {
            line(head + " " + scalar(field, value));
        }
    }

    private static String scalar(FieldDescriptor field, Object value) {
        String text = switch (field.getJavaType()) {
            case STRING -> Escapes.readable((String) value);
            case BYTE_STRING -> Escapes.readable((ByteString) value);
            case ENUM -> {
                EnumValueDescriptor known = (EnumValueDescriptor) value;
                yield known.getIndex() < 0 ? String.valueOf(known.getNumber()) : known.getName();
            }
            default -> MessageJson.number(field, value);
        };
        return text.isEmpty() ? "\"\"" : text;
    }

    private void line(String line) {
        out.append(line).append('\n');
    }
}
