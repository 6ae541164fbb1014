// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The faults that are due; the first one that fits a call is taken. Thread-safe. */
final class Faults {
    private final List<Due> faults = new ArrayList<>();

    synchronized void add(Fault fault) {
        faults.add(new Due(fault));
    }

    synchronized void clear() {
        faults.clear();
    }

    /** What happens to this call. Each fault counts the calls that it was asked about. */
    synchronized Optional<Fault> take(String call) {
        Optional<Due> first = faults.stream().filter(due -> due.takes(call)).findFirst();
        first.filter(due -> due.times == 0).ifPresent(faults::remove);
        return first.map(due -> due.fault);
    }

    private static final class Due {
        private final Fault fault;
        private int after;
        private int times;

        Due(Fault fault) {
            this.fault = fault;
            this.after = fault.after();
            this.times = fault.times();
        }

        boolean takes(String call) {
            if (!fault.call().equals(call) && !fault.call().equals(Fault.ANY_CALL)) {
                return false;
            }
            if (after > 0) {
                after--;
                return false;
            }
            if (times != Fault.ALWAYS) {
                times--;
            }
            return true;
        }
    }
}
