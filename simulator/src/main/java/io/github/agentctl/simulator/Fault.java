// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import static java.util.Objects.requireNonNull;

import io.grpc.Status;
import java.time.Duration;

/**
 * Something that goes wrong with a call, on request: {@code Fault.on("Check").status(Code.UNAVAILABLE).times(2)}.
 * Immutable; each method gives a changed copy.
 *
 * @param call the call's name, {@code Check}, or {@link #ANY_CALL}; {@code GetIptables} and {@code SetIptables}, the
 *     spellings of the Rust tool, become {@code GetIPTables} and {@code SetIPTables}
 * @param effect what happens
 * @param delay how much later than else it happens; the call is not run before
 * @param after how many calls of this name are spared first
 * @param times how many calls it happens to; {@link #ALWAYS} for all
 */
public record Fault(String call, FaultEffect effect, Duration delay, int after, int times) {
    /** Any call of both services. */
    public static final String ANY_CALL = "*";

    /** No end. */
    public static final int ALWAYS = Integer.MAX_VALUE;

    private static final Duration LATE_BY = Duration.ofMillis(500);

    /** @throws IllegalArgumentException when the agent has no such call (the nearest one is named), or a number is negative */
    public Fault {
        requireNonNull(effect, "effect is null");
        requireTime(delay);
        if (!call.equals(ANY_CALL)) {
            call = CallNames.known(call);
        }
        if (after < 0 || times < 1) {
            throw new IllegalArgumentException(
                    "after is 0 or more and count 1 or more, not " + after + " and " + times);
        }
    }

    /** A fault that does nothing yet: say what. */
    public static Fault on(String call) {
        return new Fault(call, new FaultEffect.Answer(), Duration.ZERO, 0, ALWAYS);
    }

    /**
     * Reads a fault as it stands on a command line: {@code CALL:WHAT[,WHAT...]}, where WHAT is {@code delay=2s},
     * {@code hang}, {@code status=UNAVAILABLE} (or its number), {@code close}, {@code truncate}, {@code oversize},
     * {@code late} or {@code late=2s}, {@code count=2}, {@code after=1} or, at the end, {@code message=TEXT}.
     *
     * @throws IllegalArgumentException when it is none; the message says what is expected
     */
    public static Fault parse(String text) {
        return new FaultText(text).parse();
    }

    /** Runs the call later. */
    public Fault delay(Duration time) {
        return new Fault(call, effect, time, after, times);
    }

    /** {@link FaultEffect.Hang} */
    public Fault hang() {
        return effect(new FaultEffect.Hang());
    }

    /** {@link FaultEffect.Fail}, without a message */
    public Fault status(Status.Code code) {
        return status(code, "");
    }

    /** {@link FaultEffect.Fail} */
    public Fault status(Status.Code code, String message) {
        return effect(new FaultEffect.Fail(code, message));
    }

    /** {@link FaultEffect.Close} */
    public Fault close() {
        return effect(new FaultEffect.Close());
    }

    /** {@link FaultEffect.Truncate} */
    public Fault truncate() {
        return effect(new FaultEffect.Truncate());
    }

    /** {@link FaultEffect.Oversize} */
    public Fault oversize() {
        return effect(new FaultEffect.Oversize());
    }

    /** {@link FaultEffect.Late}, half a second after the deadline */
    public Fault late() {
        return late(LATE_BY);
    }

    /** {@link FaultEffect.Late} */
    public Fault late(Duration by) {
        return effect(new FaultEffect.Late(by));
    }

    /** Spares so many calls first. */
    public Fault after(int calls) {
        return new Fault(call, effect, delay, calls, times);
    }

    /** Ends after so many calls. */
    public Fault times(int calls) {
        return new Fault(call, effect, delay, after, calls);
    }

    private Fault effect(FaultEffect wanted) {
        return new Fault(call, wanted, delay, after, times);
    }

    static void requireTime(Duration time) {
        if (time.isNegative() || time.compareTo(Duration.ofDays(365)) > 0) {
            throw new IllegalArgumentException("a time is between 0 and a year, not " + time);
        }
    }
}
