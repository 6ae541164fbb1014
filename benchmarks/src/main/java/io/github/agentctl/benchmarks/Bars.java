// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;

/** Bars in groups, as an SVG: a group a category, a colour a series. What a series lacks has no bar. */
final class Bars {
    private final CategoryChart chart;
    private final List<String> categories;
    private final Map<String, Map<String, Double>> series = new LinkedHashMap<>();

    Bars(String title, String unit, List<String> categories) {
        this.chart = new CategoryChartBuilder()
                .width(900)
                .height(420)
                .title(title)
                .yAxisTitle(unit)
                .build();
        this.categories = categories;
    }

    /** For figures that are orders of magnitude apart. */
    Bars logarithmic() {
        chart.getStyler().setYAxisLogarithmic(true).setYAxisMin(1.0);
        return this;
    }

    void add(String name, String category, double value) {
        series.computeIfAbsent(name, key -> new LinkedHashMap<>()).put(category, value);
    }

    void write(Path file) throws IOException {
        series.forEach((name, values) -> chart.addSeries(
                name,
                categories,
                categories.stream()
                        .map(category -> values.getOrDefault(category, 0.0))
                        .toList()));
        VectorGraphicsEncoder.saveVectorGraphic(chart, file.toString(), VectorGraphicsFormat.SVG);
    }
}
