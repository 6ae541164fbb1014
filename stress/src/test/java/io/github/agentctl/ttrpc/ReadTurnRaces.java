// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import io.github.agentctl.ttrpc.ReadTurn.Waiter;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.openjdk.jcstress.infra.results.LL_Result;

/** One has the turn at a time, and it is never lost: whoever wants it gets it. */
public class ReadTurnRaces {
    abstract static class Race {
        final ReadTurn turn = new ReadTurn();
        private volatile boolean held;
        private volatile boolean shared;

        /** Takes the turn and passes it on; false when it was asleep and not woken for it. */
        boolean takeAndPass() {
            Waiter me = new Waiter();
            if (!Limit.parkUntil(() -> turn.take(me))) {
                return false;
            }
            passAfterHolding();
            return true;
        }

        void passAfterHolding() {
            shared = shared || held;
            held = true;
            held = false;
            turn.pass();
        }

        /** As the holder of the turn: stands in line behind it, and leaves when the turn has become free. */
        void passAndLeave() {
            Waiter me = new Waiter();
            turn.take(me);
            turn.pass();
            turn.leave(me);
        }

        String holders() {
            return shared ? "shared" : "alone";
        }

        boolean isFree() {
            return turn.take(new Waiter());
        }
    }

    @JCStressTest
    @Outcome(id = "true, true, alone", expect = ACCEPTABLE, desc = "Both had it, one after the other.")
    @State
    public static class TwoCallers extends Race {
        private boolean first;
        private boolean second;

        @Actor
        public void first() {
            first = takeAndPass();
        }

        @Actor
        public void second() {
            second = takeAndPass();
        }

        @Arbiter
        public void look(LLL_Result result) {
            result.r1 = first;
            result.r2 = second;
            result.r3 = holders();
        }
    }

    @JCStressTest
    @Outcome(id = "true, true", expect = ACCEPTABLE, desc = "It came to the one who wants it.")
    @State
    public static class CallerAndOneWhoLeaves extends Race {
        private boolean woken;

        public CallerAndOneWhoLeaves() {
            turn.take(new Waiter());
        }

        @Actor
        public void caller() {
            woken = takeAndPass();
        }

        @Actor
        public void leaving() {
            passAndLeave();
        }

        @Arbiter
        public void look(LL_Result result) {
            result.r1 = woken;
            result.r2 = isFree();
        }
    }

    @JCStressTest
    @Outcome(id = "true, true", expect = ACCEPTABLE, desc = "It came to the reader thread.")
    @State
    public static class ReaderAndOneWhoLeaves extends Race {
        private boolean woken;

        public ReaderAndOneWhoLeaves() {
            turn.take(new Waiter());
        }

        @Actor
        public void reader() {
            woken = Limit.parkUntil(turn::takeAsReader);
            if (woken) {
                turn.pass();
            }
        }

        @Actor
        public void leaving() {
            passAndLeave();
        }

        @Arbiter
        public void look(LL_Result result) {
            result.r1 = woken;
            result.r2 = isFree();
        }
    }

    @JCStressTest
    @Outcome(id = "true, true, alone", expect = ACCEPTABLE, desc = "Both had it, one after the other.")
    @State
    public static class ReaderAndCaller extends Race {
        private boolean reader;
        private boolean caller;

        @Actor
        public void reader() {
            reader = Limit.parkUntil(turn::takeAsReader);
            if (reader) {
                passAfterHolding();
            }
            turn.readerRests();
        }

        @Actor
        public void caller() {
            caller = takeAndPass();
        }

        @Arbiter
        public void look(LLL_Result result) {
            result.r1 = reader;
            result.r2 = caller;
            result.r3 = holders();
        }
    }
}
