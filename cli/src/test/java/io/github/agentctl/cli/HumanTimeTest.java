// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HumanTimeTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "'', 0",
        "500, 500",
        "5s, 5000000000",
        "1m30s, 90000000000",
        "'1m 30s', 90000000000",
        "'2 min', 120000000000",
        "1.5s, 1500000000",
        "250ms, 250000000",
        "3us, 3000",
        "3µs, 3000",
        "7nanos, 7",
        "1hr, 3600000000000",
        "1d, 86400000000000",
        "1week, 604800000000000",
        "1M, 2630016000000000",
        "1y, 31557600000000000",
        "9223372036854775807, 9223372036854775807",
        "0.5ns, 1"
    })
    void readsWhatPeopleWrite(String text, long nanos) {
        assertThat(HumanTime.parse(text)).isEqualTo(Duration.ofNanos(nanos));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "abc",
                "-1",
                "-5s",
                "5 5",
                "1s5",
                "5x",
                "1.5",
                "s",
                "5s!",
                " ",
                "99999999999999999999",
                "99999999999999999999s"
            })
    void refusesWhatIsNoTime(String text) {
        assertThatThrownBy(() -> HumanTime.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'")
                .hasMessageContaining("such as 5s");
    }

    @Test
    void refusesWhatTheProtocolCannotSay() {
        assertThatThrownBy(() -> HumanTime.parse("300y")).hasMessageContaining("292 years");
        assertThatThrownBy(() -> HumanTime.parse("9223372036854775808")).hasMessageContaining("292 years");
    }
}
