// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What {@link SideBySide} measured, as SVGs. */
record SidePictures(Rounds rounds) {
    void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        calls().write(folder.resolve("calls.svg"));
        latency().write(folder.resolve("latency.svg"));
        startUp().write(folder.resolve("start-up.svg"));
    }

    private Bars calls() {
        String one = "1 at a time";
        String many = "64 in flight";
        Bars bars = new Bars("Unary calls to the Go server, one connection", "calls/s", List.of(one, many));
        add(bars, "bare socket", one, "java-bare-1");
        add(bars, "Java, blocking", one, "java-blocking-1");
        add(bars, "Java, blocking", many, "java-blocking-64");
        add(bars, "Java, virtual threads", many, "java-virtual-64");
        add(bars, "Java, asynchronous", many, "java-async-64");
        add(bars, "Go", one, "go-unary-1");
        add(bars, "Go", many, "go-unary-64");
        add(bars, "Rust", one, "rust-unary-1");
        return bars;
    }

    private Bars latency() {
        Bars bars = new Bars(
                "Latency at half of the highest rate, calls begun at fixed times",
                "microseconds",
                List.of("median", "99 %"));
        for (String language : List.of("java", "go", "rust")) {
            add(bars, language, "median", language + "-p50-us");
            add(bars, language, "99 %", language + "-p99-us");
        }
        return bars;
    }

    private Bars startUp() {
        Bars bars = new Bars("One Check, the whole command, second run", "milliseconds", List.of("JDK 17", "JDK 25"));
        for (String jdk : List.of("17", "25")) {
            add(bars, "java Hello", "JDK " + jdk, "hello-ms-" + jdk);
            add(bars, "kata-agent-ctl connect -c Check", "JDK " + jdk, "check-ms-" + jdk);
        }
        return bars;
    }

    private void add(Bars bars, String series, String category, String measured) {
        if (rounds.has(measured)) {
            bars.add(series, category, rounds.median(measured));
        }
    }
}
