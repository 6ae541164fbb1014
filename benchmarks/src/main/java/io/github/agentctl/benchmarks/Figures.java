// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.benchmarks;

import java.util.HashMap;
import java.util.Map;

/** What a program says it measured: one line of key=value. */
record Figures(Map<String, Double> values, String line) {
    static Figures parse(String line) {
        Map<String, Double> values = new HashMap<>();
        for (String word : line.trim().split("\\s+", -1)) {
            int at = word.indexOf('=');
            if (at > 0) {
                try {
                    values.put(word.substring(0, at), Double.valueOf(word.substring(at + 1)));
                } catch (NumberFormatException e) {
                    // A word that tells how, and not how much.
                }
            }
        }
        return new Figures(values, line);
    }

    double get(String key) {
        Double value = values.get(key);
        if (value == null) {
            throw new IllegalStateException("no " + key + " in: " + line);
        }
        return value;
    }
}
