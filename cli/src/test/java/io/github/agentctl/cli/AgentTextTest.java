// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "EINVAL: Invalid argument\n\nStack backtrace:\n   0: rust",
                "EINVAL: Invalid argument\\n\\nStack backtrace:\\n   0: rust\"",
                "EINVAL: Invalid argument Stack backtrace:"
            })
    void cutsTheBacktraceOfARustAgent(String text) {
        assertThat(AgentText.shown(text, false))
                .isEqualTo("EINVAL: Invalid argument [backtrace left out; -l debug shows it]");
    }

    @Test
    void keepsTheBacktraceForThoseWhoAskForIt() {
        assertThat(AgentText.shown("a\n\nStack backtrace:\n   0: rust", true)).endsWith("0: rust");
    }

    @Test
    void cutsAtFourKibibytesAndSaysHowMuchIsMissing() {
        assertThat(AgentText.shown("x".repeat(4096), false)).isEqualTo("x".repeat(4096));
        assertThat(AgentText.shown("x".repeat(5000), false)).isEqualTo("x".repeat(4096) + "\n[904 bytes left out]");
    }

    @Test
    void countsWhatTheWireHasLeftOut() {
        assertThat(AgentText.shown("x".repeat(5000) + "\n[1000 bytes left out]", false))
                .isEqualTo("x".repeat(4096) + "\n[1904 bytes left out]");
    }

    @Test
    void cutsBetweenLetters() {
        String shown = AgentText.shown("x".repeat(4095) + "€€", true);

        assertThat(shown).isEqualTo("x".repeat(4095) + "\n[6 bytes left out]");
        assertThat(shown.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(4200);
    }
}
