// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import io.grpc.Status;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A fault as text, which is read once. */
final class FaultText {
    private static final String EXPECTED = "expected CALL:WHAT[,WHAT...], such as Check:status=UNAVAILABLE,count=2";
    private static final List<String> WORDS =
            List.of("delay", "hang", "status", "message", "close", "truncate", "oversize", "late", "count", "after");
    private static final List<String> CODES = Arrays.stream(Status.Code.values())
            .filter(code -> code != Status.Code.OK)
            .map(Enum::name)
            .toList();
    private static final Pattern TIME = Pattern.compile("(\\d{1,9})(ms|s|m)");

    private final String text;
    private String effect = "";
    private String rest;

    FaultText(String text) {
        this.text = text;
        this.rest = "";
    }

    Fault parse() {
        int colon = text.indexOf(':');
        if (colon <= 0) {
            throw bad("it names no call and what happens to it; " + EXPECTED);
        }
        try {
            Fault fault = Fault.on(text.substring(0, colon));
            rest = text.substring(colon + 1);
            do {
                fault = apply(fault, nextPart());
            } while (!rest.isEmpty());
            if (effect.isEmpty() && fault.delay().isZero()) {
                throw bad("it says how often, but not what happens; " + EXPECTED);
            }
            return fault;
        } catch (IllegalArgumentException e) {
            throw e instanceof BadFault ? e : bad(String.valueOf(e.getMessage()));
        }
    }

    private String nextPart() {
        int comma = rest.startsWith("message=") ? -1 : rest.indexOf(',');
        String part = comma < 0 ? rest : rest.substring(0, comma);
        rest = comma < 0 ? "" : rest.substring(comma + 1);
        if (comma >= 0 && rest.isEmpty()) {
            throw bad("nothing stands after the last comma");
        }
        return part;
    }

    private Fault apply(Fault fault, String part) {
        int equals = part.indexOf('=');
        String word = equals < 0 ? part : part.substring(0, equals);
        Optional<String> value = equals < 0 ? Optional.empty() : Optional.of(part.substring(equals + 1));
        return switch (word) {
            case "delay" -> fault.delay(time(word, needed(word, value)));
            case "count" -> fault.times(number(word, needed(word, value)));
            case "after" -> fault.after(number(word, needed(word, value)));
            case "status" -> effect(word, fault.status(code(needed(word, value))));
            case "message" -> message(fault, needed(word, value));
            case "late" ->
                effect(word, value.map(by -> fault.late(time(word, by))).orElseGet(fault::late));
            case "hang" -> effect(bare(word, value), fault.hang());
            case "close" -> effect(bare(word, value), fault.close());
            case "truncate" -> effect(bare(word, value), fault.truncate());
            case "oversize" -> effect(bare(word, value), fault.oversize());
            default ->
                throw bad("'" + word + "' is none of " + String.join(", ", WORDS) + NearestName.hint(word, WORDS));
        };
    }

    /** One call ends one way. */
    private Fault effect(String word, Fault fault) {
        if (!effect.isEmpty()) {
            throw bad("it has both " + effect + " and " + word + "; give two faults, with a count");
        }
        effect = word;
        return fault;
    }

    private Fault message(Fault fault, String message) {
        if (fault.effect() instanceof FaultEffect.Fail fail) {
            return fault.status(fail.code(), message);
        }
        throw bad("a message belongs to a status, which stands before it");
    }

    private String needed(String word, Optional<String> value) {
        return value.filter(given -> !given.isEmpty())
                .orElseThrow(() -> bad(word + " needs a value: " + word + "=" + example(word)));
    }

    private String bare(String word, Optional<String> value) {
        if (value.isPresent()) {
            throw bad(word + " takes no value");
        }
        return word;
    }

    private static String example(String word) {
        return switch (word) {
            case "delay" -> "2s";
            case "status" -> "UNAVAILABLE";
            case "message" -> "TEXT";
            default -> "2";
        };
    }

    private Duration time(String word, String value) {
        Matcher time = TIME.matcher(value);
        if (!time.matches()) {
            throw bad("'" + value + "' is no time for " + word + "; expected a number and ms, s or m, such as 2s");
        }
        long number = Long.parseLong(time.group(1));
        return switch (time.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            default -> Duration.ofMinutes(number);
        };
    }

    private int number(String word, String value) {
        if (!value.matches("\\d{1,9}")) {
            throw bad("'" + value + "' is no number for " + word);
        }
        return Integer.parseInt(value);
    }

    private Status.Code code(String value) {
        if (value.matches("\\d{1,9}")) {
            return Arrays.stream(Status.Code.values())
                    .filter(code -> code.value() == Integer.parseInt(value) && code != Status.Code.OK)
                    .findFirst()
                    .orElseThrow(() -> bad("there is no error status " + value + "; they go from 1 to 16"));
        }
        String name = value.toUpperCase(Locale.ROOT);
        if (!CODES.contains(name)) {
            throw bad("'" + value + "' is no error status" + NearestName.hint(name, CODES) + " (one of "
                    + String.join(", ", CODES) + ", or its number)");
        }
        return Status.Code.valueOf(name);
    }

    private BadFault bad(String why) {
        return new BadFault("bad fault '" + text + "': " + why);
    }

    private static final class BadFault extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        BadFault(String message) {
            super(message);
        }
    }
}
