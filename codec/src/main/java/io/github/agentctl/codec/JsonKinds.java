// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.codec;

import com.google.gson.stream.JsonToken;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;

/** Words for what stands in JSON and for what should. */
final class JsonKinds {
    private JsonKinds() {}

    static String of(JsonToken token) {
        return switch (token) {
            case BEGIN_OBJECT -> "an object";
            case BEGIN_ARRAY -> "an array";
            case END_OBJECT, END_ARRAY -> "a closing bracket";
            case NAME -> "a name";
            case STRING -> "a string";
            case NUMBER -> "a number";
            case BOOLEAN -> "true or false";
            case NULL -> "null";
            case END_DOCUMENT -> "the end";
        };
    }

    static String expected(FieldDescriptor field) {
        JavaType type = field.getJavaType();
        return switch (type) {
            case STRING -> "a string";
            case BOOLEAN -> "true or false";
            case ENUM -> "a name or number of " + field.getEnumType().getName();
            case BYTE_STRING -> "a string in base64 or an array of numbers";
            case INT, LONG -> "a number, " + Numbers.type(field);
            default -> type.toString();
        };
    }
}
