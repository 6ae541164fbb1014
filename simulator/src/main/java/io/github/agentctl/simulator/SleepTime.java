// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The argument of sleep(1): a number, with a fraction or without, and s, m, h or d after it. */
final class SleepTime {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,9})?)([smhd]?)");
    private static final Map<String, Integer> SECONDS = Map.of("", 1, "s", 1, "m", 60, "h", 3600, "d", 86_400);

    private SleepTime() {}

    /** Empty where it is no such argument. */
    static Optional<Duration> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        BigDecimal unit = BigDecimal.valueOf(SECONDS.getOrDefault(form.group(2), 1));
        BigDecimal nanos = new BigDecimal(form.group(1)).multiply(unit).scaleByPowerOfTen(9);
        BigDecimal[] parts = nanos.divideAndRemainder(BigDecimal.TEN.pow(9));
        return Optional.of(Duration.ofSeconds(parts[0].longValue(), parts[1].longValue()));
    }
}
