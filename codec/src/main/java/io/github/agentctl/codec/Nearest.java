// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The nearest right name to a wrong one, by the number of letters to change, add, drop or swap. */
public final class Nearest {
    private Nearest() {}

    static Optional<String> to(String wrong, Iterable<String> candidates) {
        // Nobody mistypes a name of hundreds of letters, and the distance costs the product of the lengths.
        if (wrong.isEmpty() || wrong.length() > 100) {
            return Optional.empty();
        }
        String best = null;
        int least = Integer.MAX_VALUE;
        for (String candidate : candidates) {
            int distance = 2 * distance(wrong.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT))
                    + (wrong.equals(candidate) ? 0 : 1);
            int limit = 2 * Math.max(1, Math.max(wrong.length(), candidate.length()) / 3) + 1;
            if (distance <= limit && distance < least) {
                best = candidate;
                least = distance;
            }
        }
        return Optional.ofNullable(best);
    }

    /** What a message about a wrong name ends in: {@code ; did you mean 'x'?}, or nothing where no candidate is near. */
    public static String hint(String wrong, Iterable<String> candidates) {
        return to(wrong, candidates)
                .map(name -> "; did you mean '" + name + "'?")
                .orElse("");
    }

    /** As {@link #hint(String, Iterable)}, where some candidates have other names too: the hint is the candidate. */
    public static String hint(String wrong, List<String> candidates, Map<String, String> shortNames) {
        List<String> all = new ArrayList<>(candidates);
        shortNames.forEach((name, full) -> {
            if (candidates.contains(full)) {
                all.add(name);
            }
        });
        return to(wrong, all)
                .map(name -> "; did you mean '" + shortNames.getOrDefault(name, name) + "'?")
                .orElse("");
    }

    static int distance(String a, String b) {
        int[] twoBack = new int[b.length() + 1];
        int[] back = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            back[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j - 1], back[j]) + 1, back[j - 1] + change);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], twoBack[j - 2] + 1);
                }
            }
            twoBack = back;
            back = row;
        }
        return back[b.length()];
    }
}
