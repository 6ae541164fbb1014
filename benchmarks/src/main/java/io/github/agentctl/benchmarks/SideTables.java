// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.benchmarks;

import java.util.List;
import java.util.Locale;

/** What {@link SideBySide} measured, as Markdown that can be put into a page as it is. */
record SideTables(String machine, Rounds rounds) {
    /** All goals, and start-up in its parts. */
    String results() {
        return "\n" + machine + "; rates are calls or messages a second.\n\n" + rounds.markdown() + startUp() + "\n";
    }

    /** The few figures that somebody asks for first. */
    String summary() {
        StringBuilder table = new StringBuilder("\n| | Java | Go | Rust |\n|-|-:|-:|-:|\n");
        row(table, "calls a second, one at a time", "java-blocking-1", "go-unary-1", "rust-unary-1");
        row(
                table,
                "calls a second, 64 in flight (Java: asynchronous)",
                "java-async-64",
                "go-unary-64",
                "rust-unary-64");
        row(
                table,
                "CPU time of a call, one at a time, in us",
                "java-blocking-1-cpu-us",
                "go-unary-1-cpu-us",
                "rust-unary-1-cpu-us");
        row(table, "replies of 1 MiB a second", "java-reply-1", "go-reply-1", "rust-reply-1");
        row(table, "streamed messages of 1 KiB a second", "java-stream-1", "go-stream-1", "rust-stream-1");
        String rate = rounds.has("latency-rate") ? cell("latency-rate") : "the same number of";
        row(
                table,
                "99 % of calls are shorter than, in us, at " + rate + " a second",
                "java-p99-us",
                "go-p99-us",
                "rust-p99-us");
        row(table, "calls a second of the server, 64 in flight by the Go client", "java-server-64", "go-server-64", "");
        row(table, "`kata-agent-ctl connect -c Check` as a whole, in ms, JDK 17", "check-ms-17", "", "");
        row(table, "the same, JDK 25", "check-ms-25", "", "");
        return table + "\n" + machine + ".\n\n";
    }

    private String startUp() {
        StringBuilder table = new StringBuilder(
                "\n| ms, median of 11 | JDK 17 | JDK 25 | JDK 17, no archive | JDK 25, no archive |\n|-|-:|-:|-:|-:|\n");
        row(table, "`java Hello`", "hello-ms-17", "hello-ms-25", "hello-ms-17", "hello-ms-25");
        startUp(table, "the JVM as the launcher starts it, `--dry-run`", "dry-ms-");
        startUp(table, "the same with a connection and a call", "java-ms-");
        startUp(table, "the whole command, with the launcher", "check-ms-");
        return table.toString();
    }

    private void startUp(StringBuilder table, String what, String measured) {
        row(
                table,
                what,
                List.of("17", "25", "17" + StartUp.BARE, "25" + StartUp.BARE).stream()
                        .map(how -> measured + how)
                        .toArray(String[]::new));
    }

    private void row(StringBuilder table, String what, String... measured) {
        table.append("| ").append(what);
        for (String name : measured) {
            table.append(" | ").append(cell(name));
        }
        table.append(" |\n");
    }

    private String cell(String name) {
        if (!rounds.has(name)) {
            return "-";
        }
        double value = rounds.median(name);
        return String.format(Locale.ROOT, value < 100 ? "%,.1f" : "%,.0f", value);
    }
}
