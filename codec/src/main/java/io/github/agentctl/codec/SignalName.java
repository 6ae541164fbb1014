// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Signals of Linux by name (signal(7), x86 and ARM numbers), with or without SIG and in any case. */
final class SignalName {
    /** Index is the number. */
    private static final List<String> NAMES = List.of(
            "", "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE",
            "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM",
            "PROF", "WINCH", "IO", "PWR", "SYS");

    /** As the C library counts: the kernel's 32 and 33 belong to its threads. */
    private static final int RTMIN = 34;

    private static final int RTMAX = 64;

    private SignalName() {}

    /** Whether the text is meant as a name, right or wrong, and not as a number. */
    static boolean isName(String text) {
        return !text.isEmpty() && Character.isLetter(text.charAt(0));
    }

    static int number(String name) throws BadValueException {
        String upper = name.toUpperCase(Locale.ROOT);
        String bare = upper.startsWith("SIG") ? upper.substring(3) : upper;
        String usual = switch (bare) {
            case "IOT" -> "ABRT";
            case "CLD" -> "CHLD";
            case "POLL" -> "IO";
            case "UNUSED" -> "SYS";
            default -> bare;
        };
        int number = NAMES.indexOf(usual);
        if (number > 0) {
            return number;
        }
        int realTime = realTime(bare);
        if (realTime > 0) {
            return realTime;
        }
        List<String> candidates = new ArrayList<>();
        NAMES.stream().skip(1).forEach(signal -> candidates.add("SIG" + signal));
        throw new BadValueException(
                BadValueException.quoted(name) + " is no signal of Linux" + Nearest.hint("SIG" + bare, candidates));
    }

    private static int realTime(String bare) {
        boolean fromBelow = bare.startsWith("RTMIN");
        if (!fromBelow && !bare.startsWith("RTMAX")) {
            return -1;
        }
        int base = fromBelow ? RTMIN : RTMAX;
        String offset = bare.substring(5);
        if (offset.isEmpty()) {
            return base;
        }
        if (!offset.matches(fromBelow ? "\\+\\d{1,2}" : "-\\d{1,2}")) {
            return -1;
        }
        int number = base + Integer.parseInt(offset);
        return number >= RTMIN && number <= RTMAX ? number : -1;
    }
}
