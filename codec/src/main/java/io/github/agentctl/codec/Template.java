// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.codec;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;

/** A message to fill in: every field is there, so that whoever edits it need not look up what else there is. */
public final class Template {
    private static final String KEY = "key";

    private Template() {}

    /**
     * The template of a message.
     *
     * @return every field at its default and present, lists with one element, maps with one entry (under
     *     {@code "key"} where keys are strings); all of it down to the innermost messages
     */
    public static Message of(Descriptor type) {
        DynamicMessage.Builder message = DynamicMessage.newBuilder(requireNonNull(type, "type is null"));
        for (FieldDescriptor field : type.getFields()) {
            if (field.isRepeated()) {
                message.addRepeatedField(field, field.isMapField() ? entry(field) : value(field));
            } else {
                message.setField(field, value(field));
            }
        }
        return message.build();
    }

    private static Object value(FieldDescriptor field) {
        // Of a repeated field, too, what a single element is without a value of its own.
        return switch (field.getJavaType()) {
            case MESSAGE -> of(field.getMessageType());
            case ENUM -> field.getEnumType().getValues().get(0);
            case STRING -> "";
            case BYTE_STRING -> ByteString.EMPTY;
            case BOOLEAN -> false;
            case INT -> 0;
            case LONG -> 0L;
            case FLOAT -> 0f;
            case DOUBLE -> 0d;
        };
    }

    private static Message entry(FieldDescriptor map) {
        Descriptor type = map.getMessageType();
        FieldDescriptor key = type.findFieldByNumber(1);
        FieldDescriptor value = type.findFieldByNumber(2);
        return DynamicMessage.newBuilder(type)
                .setField(key, key.getJavaType() == FieldDescriptor.JavaType.STRING ? KEY : value(key))
                .setField(value, value(value))
                .build();
    }
}
