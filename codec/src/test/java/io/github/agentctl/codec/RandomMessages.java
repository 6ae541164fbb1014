// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.codec;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.List;
import java.util.Random;

/** Messages with anything in them that their fields can hold, the same for the same seed. */
final class RandomMessages {
    private static final List<String> TEXTS = List.of(
            "",
            "a",
            "hello world",
            "http://a  b",
            "{\"}[",
            "\u0000\u001b\u007f\u0085",
            "\u2028\u202e\u200b",
            "ü語😀",
            "\"quoted\" \\ '",
            "\n\t\r",
            "</script>&=");
    private static final long[] LONGS = {
        0, 1, -1, 127, 128, 255, 65536, Integer.MAX_VALUE, Integer.MIN_VALUE, 1L << 53, Long.MAX_VALUE, Long.MIN_VALUE
    };

    private final Random random;

    RandomMessages(long seed) {
        random = new Random(seed);
    }

    Message like(Message prototype) {
        Message.Builder builder = prototype.newBuilderForType();
        for (FieldDescriptor field : builder.getDescriptorForType().getFields()) {
            if (random.nextInt(4) == 0) {
                continue;
            }
            if (field.isMapField()) {
                for (int i = random.nextInt(3); i > 0; i--) {
                    Message.Builder entry = builder.newBuilderForField(field);
                    FieldDescriptor key = entry.getDescriptorForType().findFieldByNumber(1);
                    FieldDescriptor value = entry.getDescriptorForType().findFieldByNumber(2);
                    entry.setField(key, i + text()).setField(value, value(entry, value));
                    builder.addRepeatedField(field, entry.build());
                }
            } else if (field.isRepeated()) {
                for (int i = random.nextInt(4); i > 0; i--) {
                    builder.addRepeatedField(field, value(builder, field));
                }
            } else {
                builder.setField(field, value(builder, field));
            }
        }
        return builder.build();
    }

    private Object value(Message.Builder owner, FieldDescriptor field) {
        return switch (field.getJavaType()) {
            case MESSAGE -> like(owner.newBuilderForField(field).buildPartial());
            case STRING -> text();
            case BYTE_STRING -> {
                byte[] bytes = new byte[random.nextInt(5)];
                random.nextBytes(bytes);
                yield ByteString.copyFrom(bytes);
            }
            case BOOLEAN -> random.nextBoolean();
            case INT -> (int) LONGS[random.nextInt(LONGS.length)];
            case LONG -> random.nextBoolean() ? LONGS[random.nextInt(LONGS.length)] : random.nextLong();
            case ENUM -> field.getEnumType().findValueByNumberCreatingIfUnknown(random.nextInt(4));
            default -> throw new IllegalStateException(field.getFullName());
        };
    }

    private String text() {
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }
}
