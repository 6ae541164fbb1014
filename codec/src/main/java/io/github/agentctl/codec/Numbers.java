// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.codec;

import com.google.protobuf.Descriptors.FieldDescriptor;
import java.math.BigDecimal;
import java.math.BigInteger;

/** Whole numbers as text, within the limits of a field. */
final class Numbers {
    // Far beyond 64 bits; longer texts are not worth the time that turning them into a number would take.
    private static final int LONGEST = 100;

    private Numbers() {}

    /** Decimal, {@code 0x} hexadecimal, {@code 0o} octal; with a sign where the field has one. */
    static Object parse(FieldDescriptor field, String text) throws BadValueException {
        String trimmed = text.strip();
        boolean signed = trimmed.startsWith("-") || trimmed.startsWith("+");
        String digits = signed ? trimmed.substring(1) : trimmed;
        int radix = digits.startsWith("0x") || digits.startsWith("0X") ? 16 : digits.startsWith("0o") ? 8 : 10;
        digits = radix == 10 ? digits : digits.substring(2);
        if (!allDigits(digits, radix)) {
            String hint = radix == 10 && allDigits(digits, 16) ? "; hexadecimal numbers begin with 0x" : "";
            throw new BadValueException("expected " + type(field) + ", got " + BadValueException.quoted(text) + hint);
        }
        if (digits.length() > LONGEST) {
            throw outOfRange(field, text);
        }
        BigInteger number = new BigInteger(digits, radix);
        return fit(field, trimmed.startsWith("-") ? number.negate() : number, text);
    }

    /** A number of JSON: {@code 1.0} and {@code 1e3} are whole as well. */
    static Object parseJson(FieldDescriptor field, String text) throws BadValueException {
        if (text.length() > LONGEST) {
            throw outOfRange(field, text);
        }
        BigDecimal number;
        try {
            // It would take digits of all scripts.
            number = new BigDecimal(text.chars().allMatch(c -> c < 0x80) ? text : "");
        } catch (NumberFormatException e) {
            throw new BadValueException("expected " + type(field) + ", got " + BadValueException.quoted(text));
        }
        // 1e999999999 is a short text and a number of a gigabyte.
        if (number.signum() != 0 && (long) number.precision() - number.scale() > LONGEST) {
            throw outOfRange(field, text);
        }
        try {
            return fit(field, number.signum() == 0 ? BigInteger.ZERO : number.toBigIntegerExact(), text);
        } catch (ArithmeticException e) {
            throw new BadValueException("expected " + type(field) + ", got " + BadValueException.quoted(text));
        }
    }

    private static boolean allDigits(String text, int radix) {
        return !text.isEmpty() && text.chars().allMatch(c -> c < 0x80 && Character.digit(c, radix) >= 0);
    }

    private static Object fit(FieldDescriptor field, BigInteger number, String text) throws BadValueException {
        if (number.compareTo(least(field)) < 0 || number.compareTo(most(field)) > 0) {
            throw outOfRange(field, text);
        }
        if (bits(field) == 32) {
            return number.intValue();
        }
        return number.longValue();
    }

    private static BadValueException outOfRange(FieldDescriptor field, String text) {
        return new BadValueException(BadValueException.quoted(text) + " is out of range for " + type(field));
    }

    /** {@code u32 (0 to 4294967295)}. */
    static String type(FieldDescriptor field) {
        return (isUnsigned(field) ? "u" : "i") + bits(field) + " (" + least(field) + " to " + most(field) + ")";
    }

    private static BigInteger least(FieldDescriptor field) {
        return isUnsigned(field)
                ? BigInteger.ZERO
                : BigInteger.TWO.pow(bits(field) - 1).negate();
    }

    private static BigInteger most(FieldDescriptor field) {
        return BigInteger.TWO
                .pow(isUnsigned(field) ? bits(field) : bits(field) - 1)
                .subtract(BigInteger.ONE);
    }

    static boolean isUnsigned(FieldDescriptor field) {
        return switch (field.getType()) {
            case UINT32, UINT64, FIXED32, FIXED64 -> true;
            default -> false;
        };
    }

    private static int bits(FieldDescriptor field) {
        return field.getJavaType() == FieldDescriptor.JavaType.LONG ? 64 : 32;
    }
}
