// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.util.HexFormat;

/** Bytes that should be text, and came from a peer that may have sent others. */
final class Utf8 {
    /** What is kept, in bytes: each copy of a longer text would cost megabytes, and exceptions make several. */
    static final int MOST = 64 << 10;

    private Utf8() {}

    /** The text, with {@code \xff} for each byte that is none, and without what is beyond {@link #MOST}. */
    static String text(ByteString bytes) {
        if (bytes.size() <= MOST) {
            return bytes.isValidUtf8() ? bytes.toStringUtf8() : escaped(bytes);
        }
        int end = MOST;
        // Not within a letter.
        while (end > MOST - 4 && (bytes.byteAt(end) & 0xc0) == 0x80) {
            end--;
        }
        return text(bytes.substring(0, end)) + "\n[" + (bytes.size() - end) + " bytes left out]";
    }

    private static String escaped(ByteString bytes) {
        CharsetDecoder decoder = UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT);
        ByteBuffer in = bytes.asReadOnlyByteBuffer();
        CharBuffer letters = CharBuffer.allocate(bytes.size());
        StringBuilder text = new StringBuilder(bytes.size() + 16);
        while (true) {
            CoderResult result = decoder.decode(in, letters, true);
            text.append(letters.flip());
            letters.clear();
            if (!result.isError()) {
                return text.toString();
            }
            for (int i = 0; i < result.length(); i++) {
                text.append("\\x").append(HexFormat.of().toHexDigits(in.get()));
            }
        }
    }
}
