// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.codec;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Text that no terminal acts on. Escaped is whatever is no visible letter: control characters (C0, DEL, C1), line and
 * paragraph separators, format characters (among them those that turn the direction of writing) and lone surrogates.
 */
final class Escapes {
    private static final HexFormat HEX = HexFormat.of();

    private Escapes() {}

    static boolean isUnsafe(int codePoint) {
        if (codePoint < 0x7f) {
            return codePoint < 0x20;
        }
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> true;
            default -> false;
        };
    }

    /** Appends a JSON string, quotes included. */
    static void json(String text, StringBuilder out) {
        // A plain loop: streams and lambdas cost a one-shot command line more than its reply does.
        out.append('"');
        for (int i = 0, c; i < text.length(); i += Character.charCount(c)) {
            c = text.codePointAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                default -> {
                    if (isUnsafe(c)) {
                        for (char unit : Character.toChars(c)) {
                            out.append("\\u").append(HEX.toHexDigits(unit));
                        }
                    } else {
                        out.appendCodePoint(c);
                    }
                }
            }
        }
        out.append('"');
    }

    /** The text with {@code \n}, {@code \t}, {@code \r}, {@code \\} and {@code \}{@code u...} for what is unsafe. */
    static String readable(CharSequence text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> readable(c, out));
        return out.toString();
    }

    /** As {@link #readable}, but a backslash stays one: for messages, where nobody turns the text back. */
    static String safe(String text) {
        if (text.codePoints().noneMatch(Escapes::isUnsafe)) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            if (c == '\\') {
                out.append('\\');
            } else {
                readable(c, out);
            }
        });
        return out.toString();
    }

    /** Bytes as the UTF-8 that they are, {@code \xff} for each byte that is none. */
    static String readable(ByteString bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = bytes.asReadOnlyByteBuffer();
        StringBuilder out = new StringBuilder(bytes.size() + 16);
        CharBuffer letters = CharBuffer.allocate(Math.max(16, bytes.size()));
        while (true) {
            CoderResult result = decoder.decode(in, letters, true);
            letters.flip().codePoints().forEach(c -> readable(c, out));
            letters.clear();
            if (!result.isMalformed()) {
                return out.toString();
            }
            for (int i = 0; i < result.length(); i++) {
                out.append("\\x").append(HEX.toHexDigits(in.get()));
            }
        }
    }

    private static void readable(int c, StringBuilder out) {
        switch (c) {
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                if (isUnsafe(c)) {
                    out.append("\\u{").append(Integer.toHexString(c)).append('}');
                } else {
                    out.appendCodePoint(c);
                }
            }
        }
    }
}
