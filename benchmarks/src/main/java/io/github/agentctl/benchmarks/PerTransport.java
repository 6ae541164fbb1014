// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.benchmarks;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;

/** The calls of {@link Run}, a row for each transport and payload, as Markdown that can be put into a page as it is. */
record PerTransport(Collection<RunResult> results, List<String> notes) {
    private static final String ONE = "one";
    private static final String MEDIAN = "median";
    private static final String SLOW = "slow";
    private static final String MANY = "many";

    String markdown() {
        Map<String, Map<String, String>> rows = new LinkedHashMap<>();
        results.forEach(run -> put(rows, run));
        StringBuilder page = new StringBuilder("\n" + Machine.describe() + ".\n\n");
        page.append(
                "| transport | payload | calls/s, one at a time | its median, us | its 99 %, us | calls/s, 64 in flight |\n");
        page.append("|-|-:|-:|-:|-:|-:|\n");
        rows.forEach((row, cells) -> {
            page.append(row);
            for (String column : List.of(ONE, MEDIAN, SLOW, MANY)) {
                page.append(" | ").append(cells.getOrDefault(column, "-"));
            }
            page.append(" |\n");
        });
        notes.forEach(note -> page.append('\n').append(note).append('\n'));
        return page.append('\n').toString();
    }

    static String size(int bytes) {
        if (bytes >= 1 << 20) {
            return (bytes >> 20) + " MiB";
        }
        return bytes >= 1 << 10 ? (bytes >> 10) + " KiB" : bytes + " bytes";
    }

    private static void put(Map<String, Map<String, String>> rows, RunResult run) {
        String transport = run.getParams().getParam("transport");
        if (transport == null) {
            return;
        }
        String payload = size(Integer.parseInt(run.getParams().getParam("payload")));
        String inFlight = run.getParams().getParam("inFlight");
        Map<String, String> cells =
                rows.computeIfAbsent("| `" + transport + "` | " + payload, key -> new LinkedHashMap<>());
        double score = run.getPrimaryResult().getScore();
        if ("64".equals(inFlight)) {
            cells.put(MANY, figure(score));
        } else if (inFlight == null && run.getParams().getThreads() == 1) {
            if (run.getParams().getMode() == Mode.Throughput) {
                cells.put(ONE, figure(score));
            } else {
                cells.put(MEDIAN, micros(run, 50));
                cells.put(SLOW, micros(run, 99));
            }
        }
    }

    /** The benchmarks' unit is a second. */
    private static String micros(RunResult run, double percentile) {
        return figure(run.getPrimaryResult().getStatistics().getPercentile(percentile) * 1e6);
    }

    private static String figure(double value) {
        return String.format(Locale.ROOT, value < 100 ? "%,.1f" : "%,.0f", value);
    }
}
