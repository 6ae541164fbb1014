// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import io.github.agentctl.codec.Quoted;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Times as people write them: {@code 5s}, {@code 1m30s}, {@code 1.5h}, {@code 2 days}; a bare number is nanoseconds.
 * The units are those of the Rust tool, a month 30.44 days and a year 365.25.
 */
final class HumanTime {
    static final String FORM = "expected a time such as 5s, 1m30s, 250ms, or a number of nanoseconds";

    private static final Pattern PART = Pattern.compile("\\s*(\\d+(?:\\.\\d{1,9})?)\\s*([a-zA-Zµ]*)\\s*");

    /** Letters of one number; longer ones are not worth the time that reading them takes. */
    private static final int LONGEST = 40;

    private static final long SECOND = 1_000_000_000L;
    private static final long DAY = 86_400 * SECOND;

    private static final Map<String, Long> UNITS = Map.ofEntries(
            Map.entry("nanos", 1L),
            Map.entry("nsec", 1L),
            Map.entry("ns", 1L),
            Map.entry("usec", 1_000L),
            Map.entry("us", 1_000L),
            Map.entry("µs", 1_000L),
            Map.entry("millis", 1_000_000L),
            Map.entry("msec", 1_000_000L),
            Map.entry("ms", 1_000_000L),
            Map.entry("seconds", SECOND),
            Map.entry("second", SECOND),
            Map.entry("secs", SECOND),
            Map.entry("sec", SECOND),
            Map.entry("s", SECOND),
            Map.entry("minutes", 60 * SECOND),
            Map.entry("minute", 60 * SECOND),
            Map.entry("mins", 60 * SECOND),
            Map.entry("min", 60 * SECOND),
            Map.entry("m", 60 * SECOND),
            Map.entry("hours", 3600 * SECOND),
            Map.entry("hour", 3600 * SECOND),
            Map.entry("hrs", 3600 * SECOND),
            Map.entry("hr", 3600 * SECOND),
            Map.entry("h", 3600 * SECOND),
            Map.entry("days", DAY),
            Map.entry("day", DAY),
            Map.entry("d", DAY),
            Map.entry("weeks", 7 * DAY),
            Map.entry("week", 7 * DAY),
            Map.entry("w", 7 * DAY),
            Map.entry("months", 3044 * DAY / 100),
            Map.entry("month", 3044 * DAY / 100),
            Map.entry("M", 3044 * DAY / 100),
            Map.entry("years", 36525 * DAY / 100),
            Map.entry("year", 36525 * DAY / 100),
            Map.entry("y", 36525 * DAY / 100));

    private HumanTime() {}

    /**
     * Reads a time; empty text is zero.
     *
     * @throws IllegalArgumentException when it is none, or over 292 years, which is the most the protocol can say
     */
    static Duration parse(String text) {
        BigDecimal nanos = BigDecimal.ZERO;
        Matcher part = PART.matcher(text);
        int end = 0;
        while (end < text.length()) {
            if (!part.find(end) || part.start() != end) {
                throw new IllegalArgumentException(Quoted.of(text) + " is no time; " + FORM);
            }
            if (part.group(1).length() > LONGEST) {
                throw tooLong(text);
            }
            nanos = nanos.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(unit(text, part))));
            end = part.end();
        }
        if (nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw tooLong(text);
        }
        return Duration.ofNanos(nanos.setScale(0, RoundingMode.UP).longValueExact());
    }

    /** A time as {@link #parse} reads it: {@code 1m30s}, {@code 0.25s}. */
    static String text(Duration time) {
        return time.toString().substring("PT".length()).toLowerCase(Locale.ROOT);
    }

    private static IllegalArgumentException tooLong(String text) {
        return new IllegalArgumentException(Quoted.of(text) + " is over 292 years, the longest there is; " + FORM);
    }

    private static long unit(String text, Matcher part) {
        String name = part.group(2);
        if (name.isEmpty()
                && part.start() == 0
                && part.end() == text.length()
                && part.group(1).indexOf('.') < 0) {
            return 1;
        }
        Long unit = UNITS.get(name);
        if (unit == null) {
            String what = name.isEmpty() ? "a number without a unit" : "the unknown unit " + Quoted.of(name);
            throw new IllegalArgumentException(Quoted.of(text) + " has " + what + "; " + FORM);
        }
        return unit;
    }
}
