// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.codec;

import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a field holds, in words. */
public final class FieldType {
    private FieldType() {}

    /** {@code string}, {@code list of Device}, {@code map of string to uint64}, {@code v4 | v6}. */
    public static String of(FieldDescriptor field) {
        if (field.isMapField()) {
            return "map of "
                    + single(field.getMessageType().findFieldByNumber(1)) + " to "
                    + single(field.getMessageType().findFieldByNumber(2));
        }
        return field.isRepeated() ? "list of " + single(field) : single(field);
    }

    private static String single(FieldDescriptor field) {
        return switch (field.getJavaType()) {
            case MESSAGE -> field.getMessageType().getName();
            case ENUM ->
                field.getEnumType().getValues().stream()
                        .map(EnumValueDescriptor::getName)
                        .collect(Collectors.joining(" | "));
            default -> field.getType().name().toLowerCase(Locale.ROOT);
        };
    }
}
