// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;

/** Asynchronous calls a second, per transport and payload, as an SVG. */
record Picture(Collection<RunResult> results) {
    void write(Path file) throws IOException {
        Map<String, Map<String, Double>> perPayload = new LinkedHashMap<>();
        List<String> transports = new ArrayList<>();
        for (RunResult run : results) {
            String transport = run.getParams().getParam("transport");
            if (transport == null
                    || run.getParams().getMode() != Mode.Throughput
                    || !"64".equals(run.getParams().getParam("inFlight"))) {
                continue;
            }
            if (!transports.contains(transport)) {
                transports.add(transport);
            }
            perPayload
                    .computeIfAbsent(run.getParams().getParam("payload"), payload -> new LinkedHashMap<>())
                    .put(transport, run.getPrimaryResult().getScore());
        }
        CategoryChart chart = new CategoryChartBuilder()
                .width(900)
                .height(500)
                .title("64 calls in flight on one connection")
                .yAxisTitle("calls/s")
                .build();
        // Payloads are orders of magnitude apart.
        chart.getStyler().setYAxisLogarithmic(true).setYAxisMin(1.0);
        perPayload.forEach((payload, scores) -> chart.addSeries(
                payload + " bytes",
                transports,
                transports.stream().map(name -> scores.getOrDefault(name, 1.0)).toList()));
        VectorGraphicsEncoder.saveVectorGraphic(chart, file.toString(), VectorGraphicsFormat.SVG);
    }
}
