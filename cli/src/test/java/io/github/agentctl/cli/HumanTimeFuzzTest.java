// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Any text is a time, which its own text gives again, or a fault that says what one looks like; over the kept corpus, and
 * over what a fuzzer finds (CONTRIBUTING.md).
 */
class HumanTimeFuzzTest {
    @FuzzTest
    void anyText(byte[] bytes) {
        Duration time;
        try {
            time = HumanTime.parse(new String(bytes, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException fault) {
            assertThat(fault).hasMessageContaining(HumanTime.FORM);
            return;
        }
        assertThat(time).isBetween(Duration.ZERO, Duration.ofNanos(Long.MAX_VALUE));
        assertThat(HumanTime.parse(HumanTime.text(time))).isEqualTo(time);
    }
}
