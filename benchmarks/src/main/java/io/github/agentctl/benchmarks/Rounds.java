// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.benchmarks;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Figures of several rounds, and what comes of their medians. */
final class Rounds {
    private final Map<String, List<Double>> samples = new HashMap<>();
    private final Map<String, String> how = new HashMap<>();
    private final List<String> rows = new ArrayList<>();

    /** @param command what made the figure, for people */
    void add(String name, double value, String command) {
        samples.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
        how.put(name, command);
    }

    /** Whether this could be measured. */
    boolean has(String name) {
        return samples.containsKey(name);
    }

    double median(String name) {
        List<Double> sorted = samples.get(name).stream().sorted().toList();
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }

    /** Holds one figure against another. Nothing where one of them could not be measured. */
    void ratio(String name, String measured, String against, String comparison, double goal) {
        if (!has(measured) || !has(against)) {
            System.out.println("skipped " + name + ": " + (has(measured) ? against : measured) + " was not measured");
            return;
        }
        double value = median(measured) / median(against);
        verdict(name, value, comparison, goal);
        tell(measured);
        tell(against);
        row(name, value, comparison, goal, figure(median(measured)), figure(median(against)));
    }

    /** Holds a figure against a limit. */
    void limit(String name, String measured, String comparison, double goal) {
        if (!has(measured)) {
            System.out.println("skipped " + name + ": it was not measured");
            return;
        }
        double value = median(measured);
        verdict(name, value, comparison, goal);
        tell(measured);
        row(name, value, comparison, goal, figure(value), "-");
    }

    String markdown() {
        return "| goal | value | asked | | measured | against |\n|-|-:|-:|-|-:|-:|\n" + String.join("", rows);
    }

    private static boolean isMet(double value, String comparison, double goal) {
        return comparison.equals(">=") ? value >= goal : value <= goal;
    }

    private static void verdict(String name, double value, String comparison, double goal) {
        System.out.printf(
                Locale.ROOT,
                "ratio %s %.3f goal %s%s %s%n",
                name,
                value,
                comparison,
                figure(goal),
                isMet(value, comparison, goal) ? "met" : "short");
    }

    private void tell(String name) {
        System.out.printf(Locale.ROOT, "    %-28s %12s   %s%n", name, figure(median(name)), how.get(name));
    }

    private void row(String name, double value, String comparison, double goal, String measured, String against) {
        rows.add(String.format(
                Locale.ROOT,
                "| %s | %.3f | %s %s | %s | %s | %s |%n",
                name,
                value,
                comparison,
                figure(goal),
                isMet(value, comparison, goal) ? "met" : "short",
                measured,
                against));
    }

    private static String figure(double value) {
        return value >= 1000 ? String.format(Locale.ROOT, "%.0f", value) : String.format(Locale.ROOT, "%.2f", value);
    }
}
