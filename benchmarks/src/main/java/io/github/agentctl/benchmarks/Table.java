// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.benchmarks;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.util.Statistics;

/** What was measured, as Markdown. */
record Table(Collection<RunResult> results, List<String> notes) {
    String markdown() {
        StringBuilder page = new StringBuilder();
        page.append(Machine.describe()).append("\n\n");
        page.append(
                "| benchmark | transport | payload (bytes) | in flight | score | ± (99.9 %) | unit | p50 | p99 |\n");
        page.append("|-|-|-:|-:|-:|-:|-|-:|-:|\n");
        results.forEach(result -> page.append(row(result)));
        if (!notes.isEmpty()) {
            page.append('\n');
            notes.forEach(note -> page.append(note).append('\n'));
        }
        return page.toString();
    }

    private static String row(RunResult run) {
        BenchmarkParams params = run.getParams();
        Result<?> result = run.getPrimaryResult();
        String inFlight = params.getParam("inFlight");
        String payload = params.getParam("payload") == null ? params.getParam("data") : params.getParam("payload");
        String full = params.getBenchmark();
        String name = full.substring(full.lastIndexOf('.', full.lastIndexOf('.') - 1) + 1);
        Statistics all = result.getStatistics();
        // Only where each call was timed, and not each iteration.
        boolean sampled = params.getMode() == Mode.SampleTime;
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s | %s | %s | %s | %s | %s | %s |%n",
                name,
                orDash(params.getParam("transport")),
                orDash(payload),
                inFlight == null ? params.getThreads() : inFlight,
                figure(result.getScore()),
                Double.isNaN(result.getScoreError()) ? "" : figure(result.getScoreError()),
                result.getScoreUnit(),
                sampled ? figure(all.getPercentile(50)) : "",
                sampled ? figure(all.getPercentile(99)) : "");
    }

    private static String orDash(String value) {
        return value == null ? "-" : value;
    }

    /** Three digits that count, and no exponent. */
    private static String figure(double value) {
        if (value >= 1000) {
            return String.format(Locale.ROOT, "%.0f", value);
        }
        return new BigDecimal(value).round(new MathContext(3)).toPlainString();
    }
}
