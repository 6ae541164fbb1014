// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.benchmarks;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What {@link SideBySide} measured, as SVGs. */
record SidePictures(Rounds rounds) {
    private static final Color JAVA = new Color(0x4C, 0x7D, 0xD9);
    private static final Color GO = new Color(0xF2, 0xA9, 0x3B);
    private static final Color RUST = new Color(0x9B, 0x4D, 0xCA);

    void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        calls().write(folder.resolve("calls.svg"));
        latency().write(folder.resolve("latency.svg"));
        if (rounds.has("check-ms-17")) {
            startUp().write(folder.resolve("start-up.svg"));
        }
    }

    private Bars calls() {
        String one = "1 at a time";
        String many = "64 in flight";
        Bars bars = new Bars("Unary calls to the Go server, one connection", "calls/s", List.of(one, many))
                .coloured(Color.GRAY, new Color(0x26, 0x52, 0xA6), JAVA, new Color(0x8F, 0xB3, 0xF2), GO, RUST);
        add(bars, "bare socket", one, "java-bare-1");
        add(bars, "Java, blocking", one, "java-blocking-1");
        add(bars, "Java, blocking", many, "java-blocking-64");
        add(bars, "Java, virtual threads", many, "java-virtual-64");
        add(bars, "Java, asynchronous", many, "java-async-64");
        add(bars, "Go", one, "go-unary-1");
        add(bars, "Go", many, "go-unary-64");
        add(bars, "Rust", one, "rust-unary-1");
        add(bars, "Rust", many, "rust-unary-64");
        return bars;
    }

    private Bars latency() {
        String rate = String.format(Locale.ROOT, "%,.0f", rounds.median("latency-rate"));
        Map<String, String> percentiles = new LinkedHashMap<>();
        percentiles.put("50 %", "-p50-us");
        percentiles.put("90 %", "-p90-us");
        percentiles.put("99 %", "-p99-us");
        percentiles.put("99.9 %", "-p999-us");
        Bars bars = new Bars(
                        "So many calls are shorter, at " + rate + " a second, begun at fixed times",
                        "microseconds",
                        List.copyOf(percentiles.keySet()))
                .logarithmic()
                .coloured(JAVA, GO, RUST);
        for (String language : List.of("Java", "Go", "Rust")) {
            percentiles.forEach((percentile, figure) ->
                    add(bars, language, percentile, language.toLowerCase(Locale.ROOT) + figure));
        }
        return bars;
    }

    /** Each part is what one run takes more than another. */
    private Bars startUp() {
        Map<String, String> runs = new LinkedHashMap<>();
        for (String jdk : List.of("17", "25")) {
            if (rounds.has("check-ms-" + jdk)) {
                runs.put("JDK " + jdk, jdk);
                runs.put("JDK " + jdk + ", no archive", jdk + StartUp.BARE);
            }
        }
        Bars bars = new Bars(
                        "kata-agent-ctl connect -c Check, the whole command",
                        "milliseconds",
                        List.copyOf(runs.keySet()))
                .stacked();
        runs.forEach((run, how) -> {
            double hello = rounds.median("hello-ms-" + how.substring(0, 2));
            double dry = rounds.median("dry-ms-" + how);
            double java = rounds.median("java-ms-" + how);
            bars.add("JVM that says hello", run, hello);
            bars.add("command up to its request", run, dry - hello);
            bars.add("connection, call, reply", run, Math.max(0, java - dry));
            bars.add("launcher", run, Math.max(0, rounds.median("check-ms-" + how) - java));
        });
        return bars;
    }

    private void add(Bars bars, String series, String category, String measured) {
        if (rounds.has(measured)) {
            bars.add(series, category, rounds.median(measured));
        }
    }
}
