// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

class GaugeTest {
    private static Gauge of(IntUnaryOperator descriptors, IntUnaryOperator threads, IntUnaryOperator heap) {
        Gauge gauge = new Gauge();
        for (int i = 0; i < 24; i++) {
            gauge.add(new Gauge.Sample(i, i, descriptors.applyAsInt(i), threads.applyAsInt(i), heap.applyAsInt(i), 3));
        }
        return gauge;
    }

    @Test
    void whatSettlesAndSwaysIsFlat() {
        assertThat(of(i -> 60 + i % 8, i -> Math.min(90 + 20 * i, 160), i -> 12 + i % 2 * 4)
                        .growth())
                .isEmpty();
    }

    @Test
    void whatGrowsIsNamed() {
        assertThat(of(i -> 60 + i, i -> 160, i -> 14).growth())
                .singleElement()
                .asString()
                .startsWith("descriptors grew from");
        assertThat(of(i -> 60, i -> 160 + 10 * i, i -> 14).growth())
                .singleElement()
                .asString()
                .startsWith("threads");
        assertThat(of(i -> 60, i -> 160, i -> 14 + i).growth())
                .singleElement()
                .asString()
                .startsWith("heap");
    }

    @Test
    void fewSamplesSayNothing() {
        Gauge gauge = new Gauge();
        gauge.add(new Gauge.Sample(1, 1, 1, 1, 1, 1));
        assertThat(gauge.growth()).singleElement().asString().contains("only 1 samples");
    }

    @Test
    void readsThisProcess() {
        Gauge.Sample now = Gauge.now(1, 2);
        assertThat(now.descriptors()).isGreaterThan(2);
        assertThat(now.threads()).isGreaterThan(1);
        assertThat(now.heapMiB()).isGreaterThan(1);
    }
}
