// SPDX-License-Identifier: Apache-2.0
package example.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.metrics.PrometheusText.Sample;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PrometheusTextTest {
    @Test
    void readsNamesLabelsAndValues() {
        String text = """
                # HELP a of no interest
                # TYPE a gauge
                a 1
                b{item="x",path="/a \\"b\\"",} 2.5e3 1700000000

                c{} +Inf
                """;

        assertThat(PrometheusText.parse(text))
                .isEqualTo(List.of(
                        new Sample("a", Map.of(), 1),
                        new Sample("b", Map.of("item", "x", "path", "/a \"b\""), 2500),
                        new Sample("c", Map.of(), Double.POSITIVE_INFINITY)));
    }

    @Test
    void refusesWhatIsNoSample() {
        for (String line : List.of("a", "a b", "1a 1", "a{x} 1", "a{x=\"1} 1")) {
            assertThatThrownBy(() -> PrometheusText.parse(line)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
