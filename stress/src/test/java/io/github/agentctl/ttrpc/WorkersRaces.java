// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** No task is left without a thread. */
public class WorkersRaces {
    /** One for all states: each has threads, which stay for a while. */
    private static final Workers WORKERS = new Workers("worker");

    abstract static class Race {
        volatile boolean first;
        volatile boolean second;

        void look(LL_Result result) {
            result.r1 = Limit.lookUntil(() -> first);
            result.r2 = Limit.lookUntil(() -> second);
        }
    }

    @JCStressTest
    @Outcome(id = "true, true", expect = ACCEPTABLE, desc = "Both were run.")
    @State
    public static class TwoTasks extends Race {
        @Actor
        public void first() {
            WORKERS.execute(() -> first = true);
        }

        @Actor
        public void second() {
            WORKERS.execute(() -> second = true);
        }

        @Override
        @Arbiter
        public void look(LL_Result result) {
            super.look(result);
        }
    }

    @JCStressTest
    @Outcome(id = "true, true", expect = ACCEPTABLE, desc = "Both were run, each on a thread of its own.")
    @State
    public static class TaskThatWaitsForTheOther extends Race {
        @Actor
        public void first() {
            WORKERS.execute(() -> first = Limit.lookUntil(() -> second));
        }

        @Actor
        public void second() {
            WORKERS.execute(() -> second = true);
        }

        @Override
        @Arbiter
        public void look(LL_Result result) {
            super.look(result);
        }
    }
}
