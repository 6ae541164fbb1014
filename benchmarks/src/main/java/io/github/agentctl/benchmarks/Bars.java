// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.benchmarks;

import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;

/** Bars in groups, as an SVG: a group a category, a colour a series. What a series lacks has no bar. */
final class Bars {
    private static final Pattern DIGITS = Pattern.compile("(\\.\\d\\d)\\d+");

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
        chart.getStyler()
                .setChartBackgroundColor(Color.WHITE)
                .setPlotBorderVisible(false)
                .setLegendBorderColor(Color.WHITE)
                .setLegendPosition(LegendPosition.OutsideS)
                .setLegendLayout(LegendLayout.Horizontal);
        chart.getStyler()
                .setLocale(Locale.ROOT)
                .setYAxisDecimalPattern("#,###")
                .setPlotGridVerticalLinesVisible(false)
                .setPlotGridLinesColor(new Color(230, 230, 230))
                .setPlotGridLinesStroke(new BasicStroke(0.7f));
        this.categories = categories;
    }

    /** For figures that are orders of magnitude apart. */
    Bars logarithmic() {
        chart.getStyler().setYAxisLogarithmic(true).setYAxisMin(1.0);
        return this;
    }

    /** One for each series, in their order. */
    Bars coloured(Color... colours) {
        chart.getStyler().setSeriesColors(colours);
        return this;
    }

    /** Figures of one category stand on each other: they are parts of a whole. */
    Bars stacked() {
        chart.getStyler().setStacked(true).setAvailableSpaceFill(0.5);
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
        // Letters are drawn, to a millionth of a point; a hundredth is enough, and half as long.
        Files.writeString(file, DIGITS.matcher(Files.readString(file)).replaceAll("$1"));
    }
}
