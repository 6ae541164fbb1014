// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.codec;

import com.google.gson.stream.JsonWriter;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.util.List;

/** A message in the JSON dialect of the Rust tool. */
final class RustJson {
    private final StringWriter text = new StringWriter();
    private final JsonWriter out = new JsonWriter(text);

    static String of(Message message) throws IOException {
        RustJson json = new RustJson();
        json.message(message);
        return json.text.toString();
    }

    private void message(Message message) throws IOException {
        out.beginObject();
        for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
            boolean tagged = field.getRealContainingOneof() != null;
            String name = field.getName().equals("type") ? "type_" : field.getName();
            out.name(tagged ? field.getRealContainingOneof().getName() : name);
            if (field.hasPresence() && !message.hasField(field)) {
                out.nullValue();
            } else if (field.isMapField()) {
                map(field, MapEntries.entries(message.getField(field)));
            } else if (field.isRepeated()) {
                out.beginArray();
                for (Object element : (List<?>) message.getField(field)) {
                    value(field, element);
                }
                out.endArray();
            } else if (tagged) {
                out.beginObject().name("Errnoret");
                value(field, message.getField(field));
                out.endObject();
            } else {
                value(field, message.getField(field));
            }
        }
        out.endObject();
    }

    private void map(FieldDescriptor field, List<Message> entries) throws IOException {
        out.beginObject();
        for (Message entry : entries) {
            out.name((String) entry.getField(field.getMessageType().findFieldByNumber(1)));
            FieldDescriptor value = field.getMessageType().findFieldByNumber(2);
            value(value, entry.getField(value));
        }
        out.endObject();
    }

    private void value(FieldDescriptor field, Object value) throws IOException {
        switch (field.getJavaType()) {
            case MESSAGE -> message((Message) value);
            case BYTE_STRING -> {
                out.beginArray();
                for (byte b : ((ByteString) value).toByteArray()) {
                    out.value(b & 0xff);
                }
                out.endArray();
            }
            case ENUM -> out.value(((EnumValueDescriptor) value).getNumber());
            case BOOLEAN -> out.value((Boolean) value);
            case STRING -> out.value((String) value);
            default -> out.value(new BigInteger(MessageJson.number(field, value)));
        }
    }
}
