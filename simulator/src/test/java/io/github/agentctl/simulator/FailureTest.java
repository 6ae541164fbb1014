// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "plain, `\"plain\"`",
                "a \"b\", `\"a \\\"b\\\"\"`",
                "a\\b, `\"a\\\\b\"`",
                "`a\nb`, `\"a\\nb\"`",
                "`\t\r`, `\"\\t\\r\"`",
                "`\u001b[0m`, `\"\\u{1b}[0m\"`",
                "é 😀, `\"é 😀\"`",
            })
    void writesStringsAsRustDoes(String text, String literal) {
        assertThat(Failure.debug(text)).isEqualTo(literal);
    }
}
