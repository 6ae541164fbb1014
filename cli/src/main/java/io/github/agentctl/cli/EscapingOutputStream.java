// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Passes UTF-8 on without what a terminal would act on. What the agent says goes to the screen of the person who runs
 * the command, and the agent is not to be trusted: an escape sequence could rewrite the screen, a mark of writing
 * direction could make one name look like another. Line feed and tab pass. The escapes are those of JSON.
 */
final class EscapingOutputStream extends FilterOutputStream {
    private static final HexFormat HEX = HexFormat.of();

    private final byte[] sequence = new byte[4];
    private int held;
    private int wanted;

    EscapingOutputStream(OutputStream out) {
        super(out);
    }

    @Override
    public synchronized void write(int value) throws IOException {
        int octet = value & 0xff;
        if (wanted > 0 && (octet & 0xc0) == 0x80) {
            sequence[held++] = (byte) octet;
            if (held == wanted) {
                writeSequence();
            }
            return;
        }
        writeBroken();
        if (octet < 0x80) {
            writeAscii(octet);
            return;
        }
        wanted = octet >= 0xf0 && octet <= 0xf4 ? 4 : octet >= 0xe0 && octet < 0xf0 ? 3 : octet >= 0xc2 ? 2 : 0;
        sequence[held++] = (byte) octet;
        if (wanted == 0 || octet > 0xf4) {
            writeBroken();
        }
    }

    @Override
    public synchronized void write(byte[] source, int offset, int length) throws IOException {
        for (int i = offset; i < offset + length; i++) {
            write(source[i]);
        }
    }

    /** Says that nothing more comes: what is held of a letter will not become one. */
    synchronized void finish() throws IOException {
        writeBroken();
        out.flush();
    }

    private void writeAscii(int octet) throws IOException {
        if ((octet < 0x20 && octet != '\n' && octet != '\t') || octet == 0x7f) {
            writeEscape((char) octet);
        } else {
            out.write(octet);
        }
    }

    private void writeSequence() throws IOException {
        String text = new String(sequence, 0, held, StandardCharsets.UTF_8);
        int codePoint = text.codePointAt(0);
        if (text.codePointCount(0, text.length()) != 1 || (codePoint == 0xfffd && !isReplacementItself())) {
            writeBroken();
            return;
        }
        if (isUnsafe(codePoint)) {
            for (int i = 0; i < text.length(); i++) {
                writeEscape(text.charAt(i));
            }
        } else {
            out.write(sequence, 0, held);
        }
        held = 0;
        wanted = 0;
    }

    private boolean isReplacementItself() {
        return held == 3 && sequence[0] == (byte) 0xef && sequence[1] == (byte) 0xbf && sequence[2] == (byte) 0xbd;
    }

    private static boolean isUnsafe(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }

    /** What began as a letter and is none. */
    private void writeBroken() throws IOException {
        for (int i = 0; i < held; i++) {
            out.write(("\\x" + HEX.toHexDigits(sequence[i]).toLowerCase(Locale.ROOT))
                    .getBytes(StandardCharsets.US_ASCII));
        }
        held = 0;
        wanted = 0;
    }

    private void writeEscape(char unit) throws IOException {
        out.write(("\\u" + HEX.toHexDigits(unit)).getBytes(StandardCharsets.US_ASCII));
    }
}
