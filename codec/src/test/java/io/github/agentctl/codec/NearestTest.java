// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
    @ParameterizedTest
    @CsvSource({"abc,abc,0", "abc,abd,1", "abc,ab,1", "abc,abcd,1", "abc,acb,1", "'',abc,3", "kitten,sitting,3"})
    void countsLettersToChangeAddDropOrSwap(String a, String b, int distance) {
        assertThat(Nearest.distance(a, b)).isEqualTo(distance);
        assertThat(Nearest.distance(b, a)).isEqualTo(distance);
    }

    @Test
    void prefersTheSameLettersInAnotherCase() {
        assertThat(Nearest.to("sec", List.of("set", "Sec"))).contains("Sec");
    }

    @Test
    void givesUpOnTextsThatAreNoName() {
        assertThat(Nearest.to("x".repeat(1_000_000), List.of("x".repeat(999_999))))
                .isEmpty();
    }
}
