// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EscapingOutputStreamTest {
    @Test
    void passesLettersLinesAndTabs() throws IOException {
        String text = "plain\tä€😀\nnext �";

        assertThat(escaped(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "1b5b324a, \\u001b[2J",
        "0d, \\u000d",
        "00, \\u0000",
        "7f, \\u007f",
        "c29b, \\u009b",
        "e280ae, \\u202e",
        "e280a8, \\u2028",
        "f3a08081, \\udb40\\udc01",
        "9b, \\x9b",
        "c220, '\\xc2 '",
        "e282, \\xe2\\x82",
        "e28241, \\xe2\\x82A",
        "ff41, \\xffA",
        "c0af, \\xc0\\xaf",
        "eda080, \\xed\\xa0\\x80",
        "f4908080, \\xf4\\x90\\x80\\x80",
        "f0c29b, \\xf0\\u009b",
        "e2821b, \\xe2\\x82\\u001b"
    })
    void escapesWhatATerminalActsOnAndWhatIsNoLetter(String hex, String shown) throws IOException {
        assertThat(escaped(HexFormat.of().parseHex(hex))).isEqualTo(shown);
    }

    @Test
    void letsNothingThroughWhateverTheBytes() throws IOException {
        byte[] all = new byte[65536 * 2];
        for (int i = 0; i < 65536; i++) {
            all[2 * i] = (byte) (i >> 8);
            all[2 * i + 1] = (byte) i;
        }

        String shown = escaped(all);

        assertThat(shown.codePoints().filter(c -> c != '\n' && c != '\t').anyMatch(Character::isISOControl))
                .isFalse();
        assertThat(shown.getBytes(StandardCharsets.UTF_8))
                .as("all of it is UTF-8")
                .isEqualTo(new String(shown.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)
                        .getBytes(StandardCharsets.UTF_8));
    }

    private static String escaped(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        EscapingOutputStream escaping = new EscapingOutputStream(out);
        escaping.write(bytes);
        escaping.finish();
        return out.toString(StandardCharsets.UTF_8);
    }
}
