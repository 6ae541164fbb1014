// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.codec;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.Base64;
import java.util.HexFormat;

/** The value of a field that is no message, from the text that {@code name=value} gives. */
final class ScalarText {
    private final LocalFiles files;

    ScalarText(LocalFiles files) {
        this.files = files;
    }

    Object parse(FieldDescriptor field, String text) throws BadValueException {
        return switch (field.getJavaType()) {
            case STRING -> text;
            case BYTE_STRING -> bytes(text);
            case BOOLEAN -> bool(text);
            case ENUM -> enumValue(field, text);
            case INT, LONG ->
                isSignal(field) && SignalName.isName(text)
                        ? (Object) SignalName.number(text)
                        : Numbers.parse(field, text);
            default -> throw new IllegalStateException("no text for " + field.getFullName());
        };
    }

    static boolean isSignal(FieldDescriptor field) {
        return field.getFullName().equals("grpc.SignalProcessRequest.signal");
    }

    private static Object bool(String text) throws BadValueException {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new BadValueException("expected true or false, got " + BadValueException.quoted(text));
        };
    }

    private ByteString bytes(String text) throws BadValueException {
        try {
            if (text.startsWith("hex:")) {
                return ByteString.copyFrom(HexFormat.of().parseHex(text.substring(4)));
            }
            if (text.startsWith("base64:")) {
                return base64(text.substring(7));
            }
        } catch (IllegalArgumentException e) {
            throw new BadValueException("expected pairs of hexadecimal digits behind hex:, got "
                    + BadValueException.quoted(text.substring(4)));
        }
        return text.startsWith("@")
                ? ByteString.copyFrom(files.read(text.substring(1)))
                : ByteString.copyFromUtf8(text);
    }

    /** Standard or URL-safe alphabet, padding as you like, as proto3 JSON reads it. */
    static ByteString base64(String text) throws BadValueException {
        String standard = text.replace('-', '+').replace('_', '/');
        try {
            return ByteString.copyFrom(Base64.getDecoder().decode(standard));
        } catch (IllegalArgumentException e) {
            throw new BadValueException("expected base64, got " + BadValueException.quoted(text));
        }
    }

    /** By name in any case, or by number; a number without a name is sent as it is, as proto3 allows. */
    static EnumValueDescriptor enumValue(FieldDescriptor field, String text) throws BadValueException {
        EnumDescriptor type = field.getEnumType();
        for (EnumValueDescriptor value : type.getValues()) {
            if (value.getName().equalsIgnoreCase(text)) {
                return value;
            }
        }
        if (!text.isEmpty() && (Character.isDigit(text.charAt(0)) || text.charAt(0) == '-')) {
            return type.findValueByNumberCreatingIfUnknown((Integer) Numbers.parse(field, text));
        }
        var names = type.getValues().stream().map(EnumValueDescriptor::getName).toList();
        throw new BadValueException(BadValueException.quoted(text) + " is no value of " + type.getName()
                + Nearest.hint(text, names) + " (its values: " + String.join(", ", names) + ")");
    }
}
