// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.codec;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * A message as proto3 JSON in the field names of the .proto files. Fields without presence are there at their default
 * too; numbers of 64 bits are strings, because readers of JSON lose digits of longer ones.
 */
final class MessageJson {
    /** What is written at once of a long text. */
    private static final int PIECE = 64 << 10;

    private final StringBuilder out;
    private final boolean pretty;
    private int depth;

    private MessageJson(Message message, boolean pretty) {
        // Room for the text of most; where each letter is escaped by two, its double is enough.
        this.out = new StringBuilder(message.getSerializedSize() + 256);
        this.pretty = pretty;
    }

    /** With an end of line behind it; a text of less than 64 KiB in one write. Needs no memory for the whole text twice. */
    static void write(Message message, boolean pretty, OutputStream target) throws IOException {
        MessageJson json = new MessageJson(message, pretty);
        json.message(message);
        CharBuffer text = CharBuffer.wrap(json.out.append('\n'));
        CharsetEncoder utf8 = StandardCharsets.UTF_8
                .newEncoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
        ByteBuffer piece = ByteBuffer.allocate(Math.min(PIECE, 3 * Math.min(PIECE, text.length())));
        boolean more = true;
        while (more) {
            more = utf8.encode(text, piece, true).isOverflow();
            target.write(piece.array(), 0, piece.position());
            piece.clear();
        }
    }

    /** On one line, without an end of line. */
    static String line(Message message) {
        return text(message, false);
    }

    /** Indented by two blanks a level, without an end of line behind the last. */
    static String pretty(Message message) {
        return text(message, true);
    }

    private static String text(Message message, boolean pretty) {
        MessageJson json = new MessageJson(message, pretty);
        json.message(message);
        return json.out.toString();
    }

    private void message(Message message) {
        open('{');
        boolean first = true;
        for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
            if (field.hasPresence() && !message.hasField(field)) {
                continue;
            }
            next(first);
            first = false;
            name(field.getName());
            if (field.isMapField()) {
                map(field, MapEntries.entries(message.getField(field)));
            } else if (field.isRepeated()) {
                list(field, (List<?>) message.getField(field));
            } else {
                value(field, message.getField(field));
            }
        }
        close('}', first);
    }

    private void list(FieldDescriptor field, List<?> elements) {
        open('[');
        boolean first = true;
        for (Object element : elements) {
            next(first);
            first = false;
            value(field, element);
        }
        close(']', first);
    }

    private void map(FieldDescriptor field, List<Message> entries) {
        FieldDescriptor key = field.getMessageType().findFieldByNumber(1);
        FieldDescriptor value = field.getMessageType().findFieldByNumber(2);
        open('{');
        boolean first = true;
        for (Message entry : entries) {
            next(first);
            first = false;
            name(String.valueOf(entry.getField(key)));
            value(value, entry.getField(value));
        }
        close('}', first);
    }

    private void value(FieldDescriptor field, Object value) {
        switch (field.getJavaType()) {
            case MESSAGE -> message((Message) value);
            case STRING -> Escapes.json((String) value, out);
            case BYTE_STRING ->
                out.append('"')
                        .append(Base64.getEncoder().encodeToString(((ByteString) value).toByteArray()))
                        .append('"');
            case ENUM -> enumValue((EnumValueDescriptor) value);
            case LONG -> out.append('"').append(number(field, value)).append('"');
            default -> out.append(number(field, value));
        }
    }

    private void enumValue(EnumValueDescriptor value) {
        if (value.getIndex() < 0) {
            out.append(value.getNumber()); // a number that the schema has no name for
        } else {
            out.append('"').append(value.getName()).append('"');
        }
    }

    /** Numbers as they are meant, since Java has no unsigned ones; anything else as it is. */
    static String number(FieldDescriptor field, Object value) {
        if (Numbers.isUnsigned(field)) {
            return value instanceof Long wide ? Long.toUnsignedString(wide) : Integer.toUnsignedString((Integer) value);
        }
        return String.valueOf(value);
    }

    private void name(String name) {
        Escapes.json(name, out);
        out.append(pretty ? ": " : ":");
    }

    private void open(char bracket) {
        out.append(bracket);
        depth++;
    }

    private void next(boolean first) {
        if (!first) {
            out.append(',');
        }
        lineBreak();
    }

    private void close(char bracket, boolean empty) {
        depth--;
        if (!empty) {
            lineBreak();
        }
        out.append(bracket);
    }

    private void lineBreak() {
        if (pretty) {
            out.append('\n').append("  ".repeat(depth));
        }
    }
}
