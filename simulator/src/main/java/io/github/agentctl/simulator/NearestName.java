// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Which right name a wrong one was meant to be. */
final class NearestName {
    /** Nobody mistypes longer ones. */
    private static final int LONGEST = 64;

    private NearestName() {}

    /** {@code ; did you mean 'x'?}, or nothing where none is near. */
    static String hint(String wrong, Collection<String> names) {
        if (wrong.length() > LONGEST) {
            return "";
        }
        return names.stream()
                .filter(name -> distance(wrong, name) <= Math.max(2, name.length() / 3))
                .min(Comparator.comparingInt(name -> distance(wrong, name)))
                .map(name -> "; did you mean '" + name + "'?")
                .orElse("");
    }

    /** How many letters to change, add or drop, whatever their case. */
    private static int distance(String wrong, String right) {
        String a = wrong.toLowerCase(Locale.ROOT);
        String b = right.toLowerCase(Locale.ROOT);
        int[] costs = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            costs[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = costs[0];
            costs[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = costs[j];
                costs[j] = Math.min(change, Math.min(costs[j - 1], costs[j]) + 1);
            }
        }
        return costs[b.length()];
    }
}
