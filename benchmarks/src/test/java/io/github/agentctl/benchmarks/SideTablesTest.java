// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SideTablesTest {
    @Test
    void whatWasNotMeasuredIsADash() {
        Rounds rounds = new Rounds();
        rounds.add("java-blocking-1", 13_781.4, "");
        rounds.add("go-unary-1", 10_957, "");

        assertThat(new SideTables("a machine", rounds).summary())
                .contains("| calls a second, one at a time | 13,781 | 10,957 | - |\n", "\na machine.\n");
    }
}
