// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;

/** Asynchronous calls a second, per transport and payload, as an SVG. */
record Picture(Collection<RunResult> results) {
    void write(Path file) throws IOException {
        List<RunResult> shown =
                results.stream().filter(Picture::isThroughputOfMany).toList();
        List<String> transports = shown.stream()
                .map(run -> parameter(run, "transport"))
                .distinct()
                .toList();
        // Payloads are orders of magnitude apart.
        Bars bars = new Bars("64 calls in flight on one connection", "calls/s", transports).logarithmic();
        shown.forEach(run -> bars.add(
                PerTransport.size(Integer.parseInt(parameter(run, "payload"))),
                parameter(run, "transport"),
                run.getPrimaryResult().getScore()));
        bars.write(file);
    }

    private static boolean isThroughputOfMany(RunResult run) {
        return parameter(run, "transport") != null
                && run.getParams().getMode() == Mode.Throughput
                && "64".equals(parameter(run, "inFlight"));
    }

    private static String parameter(RunResult run, String name) {
        return run.getParams().getParam(name);
    }
}
