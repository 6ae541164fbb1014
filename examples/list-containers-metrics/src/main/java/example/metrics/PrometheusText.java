// SPDX-License-Identifier: Apache-2.0
package example.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text format of Prometheus, as far as an agent writes it: {@code name{label="value"} 1.5}, one sample a line. */
final class PrometheusText {
    // Possessive: the text comes from a guest, and must not cost more than its length.
    private static final Pattern SAMPLE =
            Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*+)(?:\\{(.*)\\})?+\\s++(\\S++)(?:\\s++\\S++)?+\\s*+");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*+)=\"((?:[^\"\\\\]++|\\\\.)*+)\",?+");

    private PrometheusText() {}

    /** One measurement. */
    record Sample(String name, Map<String, String> labels, double value) {
        @Override
        public String toString() {
            return name + labels + " " + (long) value;
        }
    }

    static List<Sample> parse(String text) {
        List<Sample> samples = new ArrayList<>();
        for (String line : text.lines().toList()) {
            if (!line.isBlank() && !line.startsWith("#")) {
                Matcher sample = SAMPLE.matcher(line);
                if (!sample.matches()) {
                    throw new IllegalArgumentException("not a sample: " + line);
                }
                samples.add(new Sample(sample.group(1), labels(sample.group(2)), number(sample.group(3))));
            }
        }
        return samples;
    }

    private static Map<String, String> labels(String text) {
        Map<String, String> labels = new TreeMap<>();
        Matcher label = LABEL.matcher(text == null ? "" : text);
        while (label.lookingAt()) {
            labels.put(label.group(1), label.group(2).replace("\\\"", "\"").replace("\\n", "\n").replace("\\\\", "\\"));
            label.region(label.end(), label.regionEnd());
        }
        if (label.regionStart() != label.regionEnd()) {
            throw new IllegalArgumentException("not labels: {" + text + "}");
        }
        return labels;
    }

    private static double number(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }
}
