// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RoundsTest {
    private final PrintStream before = System.out;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final Rounds rounds = new Rounds();

    @BeforeEach
    void listen() {
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        for (double value : new double[] {30, 10, 20}) {
            rounds.add("ours", value, "command one");
        }
        for (double value : new double[] {10, 10, 90}) {
            rounds.add("theirs", value, "command two");
        }
    }

    @AfterEach
    void stopListening() {
        System.setOut(before);
    }

    @Test
    void ratioIsFollowedByBothMediansAndTheirCommands() {
        rounds.ratio("calls", "ours", "theirs", ">=", 2);

        assertThat(lines())
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("ratio calls 2.000 goal >=2.00 met"),
                        line -> assertThat(line).matches(" +ours +20\\.00 +command one"),
                        line -> assertThat(line).matches(" +theirs +10\\.00 +command two"));
    }

    @Test
    void whatMissesItsGoalIsShort() {
        rounds.ratio("calls", "ours", "theirs", ">=", 2.01);
        rounds.limit("size", "ours", "<=", 19.99);

        assertThat(lines()).contains("ratio calls 2.000 goal >=2.01 short", "ratio size 20.000 goal <=19.99 short");
        assertThat(rounds.markdown()).contains("| size | 20.000 | <= 19.99 | short | 20.00 | - |");
    }

    @Test
    void whatCouldNotBeMeasuredIsSkippedByName() {
        rounds.ratio("calls", "ours", "nobody's", ">=", 1);

        assertThat(lines()).containsExactly("skipped calls: nobody's was not measured");
        assertThat(rounds.markdown()).doesNotContain("calls");
    }

    private String[] lines() {
        return printed.toString(StandardCharsets.UTF_8).split("\\R", 0);
    }
}
