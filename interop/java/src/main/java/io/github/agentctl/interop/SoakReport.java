// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.interop;

import io.grpc.Status;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;

/** What the soak prints. */
record SoakReport(AtomicLongArray ends, int codes) {
    private static final List<Status.Code> SHOWN =
            List.of(Status.Code.OK, Status.Code.UNAVAILABLE, Status.Code.DEADLINE_EXCEEDED, Status.Code.CANCELLED);

    static void head() {
        System.out.printf(
                "%7s %10s %10s %10s %6s %12s %8s %9s %11s%n",
                "seconds", "calls", "ok", "handled", "cuts", "descriptors", "threads", "heap-MiB", "direct-MiB");
    }

    static void row(Gauge gauge, Ledger ledger, Faults.Count faults) {
        Gauge.Sample last = gauge.samples().get(gauge.samples().size() - 1);
        System.out.printf(
                Locale.ROOT,
                "%7.1f %10d %10d %10d %6d %12d %8d %9.1f %11.1f%n",
                last.seconds(),
                last.calls(),
                ledger.ok.sum(),
                ledger.server.started.sum(),
                faults.cuts.sum(),
                last.descriptors(),
                last.threads(),
                last.heapMiB(),
                last.directMiB());
    }

    void print(Ledger ledger, Faults.Count faults, Gauge gauge) {
        System.out.printf(
                "%n%-10s %10s %12s %18s %10s %7s%n",
                "kind", "OK", "UNAVAILABLE", "DEADLINE_EXCEEDED", "CANCELLED", "others");
        for (SoakCalls.Kind kind : SoakCalls.Kind.values()) {
            long all = 0;
            for (int code = 0; code < codes; code++) {
                all += ends.get(kind.ordinal() * codes + code);
            }
            long[] shown = SHOWN.stream()
                    .mapToLong(code -> ends.get(kind.ordinal() * codes + code.ordinal()))
                    .toArray();
            System.out.printf(
                    "%-10s %10d %12d %18d %10d %7d%n",
                    kind.name().toLowerCase(Locale.ROOT),
                    shown[0],
                    shown[1],
                    shown[2],
                    shown[3],
                    all - Arrays.stream(shown).sum());
        }
        System.out.printf(
                "%ncalls: %d begun, %d ended, %d answered; %d handled%n",
                ledger.client.started.sum(), ledger.client.ended.sum(), ledger.ok.sum(), ledger.server.started.sum());
        System.out.println("faults: " + faults);
        System.out.println("flat: " + gauge.flatness());
    }

    /** Where the callers are, for a call that does not end. */
    static String callers() {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<Thread, StackTraceElement[]> one :
                Thread.getAllStackTraces().entrySet()) {
            if (one.getKey().getName().startsWith("caller-")) {
                text.append(one.getKey().getName()).append('\n');
                Arrays.stream(one.getValue())
                        .limit(25)
                        .forEach(frame -> text.append("    ").append(frame).append('\n'));
            }
        }
        return text.toString();
    }
}
