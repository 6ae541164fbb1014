// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BarsTest {
    @Test
    void drawsOnWhiteAndNoFinerThanAHundredth(@TempDir Path folder) throws IOException {
        Bars bars = new Bars("calls", "calls/s", List.of("one", "two")).logarithmic();
        bars.add("Java", "one", 12_345.678);
        bars.add("Go", "two", 9.87);
        bars.write(folder.resolve("bars.svg"));

        assertThat(folder.resolve("bars.svg"))
                .content()
                .contains("<rect height=\"420\" style=\"fill:rgb(255,255,255)")
                .doesNotContainPattern("\\.\\d{3}");
    }
}
