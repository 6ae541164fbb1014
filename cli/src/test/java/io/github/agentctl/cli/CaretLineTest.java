// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CaretLineTest {
    @Test
    void pointsAtThePlace() {
        assertThat(CaretLine.under("Check servce=x", 6)).isEqualTo("\nCheck servce=x\n      ^");
        assertThat(CaretLine.under("Check", 5)).isEqualTo("\nCheck\n     ^");
    }

    @Test
    void showsTheLineOfALongerText() {
        assertThat(CaretLine.under("{\n\t\"a\": x\n}", 8)).isEqualTo("\n \"a\": x\n      ^");
    }

    @Test
    void showsWhatIsAroundInALongLine() {
        String shown = CaretLine.under("a".repeat(100) + "!" + "b".repeat(100), 100);

        assertThat(shown).isEqualTo("\n..." + "a".repeat(60) + "!" + "b".repeat(59) + "...\n" + " ".repeat(63) + "^");
    }

    @Test
    void standsUnderALetterThatTakesTwoChars() {
        assertThat(CaretLine.under("😀 x", 3)).isEqualTo("\n😀 x\n  ^");
    }

    @Test
    void saysNothingWithoutAPlace() {
        assertThat(CaretLine.under("Check", -1)).isEmpty();
        assertThat(CaretLine.under("", 0)).isEmpty();
    }
}
