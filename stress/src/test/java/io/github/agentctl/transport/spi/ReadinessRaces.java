// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.spi;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import io.grpc.Deadline;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.util.concurrent.TimeUnit;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.L_Result;

/** A wake-up ends the wait in progress or the next one, and closing ends every wait. */
public class ReadinessRaces {
    abstract static class Race {
        /** Once a wake-up was lost, the many waits that follow need not be as long. */
        private static volatile boolean lost;

        final Readiness readiness = new Readiness(new SilentChannel(), SelectionKey.OP_READ);

        String waited() {
            Deadline deadline = Deadline.after(lost ? 1 : 10_000, TimeUnit.MILLISECONDS);
            try {
                readiness.await(deadline);
            } catch (IOException e) {
                return "closed";
            }
            if (deadline.isExpired()) {
                lost = true;
                return "asleep";
            }
            return "woken";
        }
    }

    @JCStressTest
    @Outcome(id = "woken", expect = ACCEPTABLE, desc = "It came while it waited, or before.")
    @State
    public static class FirstWaitAndWakeUp extends Race {
        @Actor
        public void await(L_Result result) {
            result.r1 = waited();
        }

        @Actor
        public void wake() {
            readiness.wakeup();
        }
    }

    /** The second wake-up comes when the first was heard: it must end another wait. */
    @JCStressTest
    @Outcome(id = "woken, woken", expect = ACCEPTABLE, desc = "Each ended a wait.")
    @State
    public static class TwoWaitsAndWakeUps extends Race {
        private volatile boolean heard;

        @Actor
        public void await(LL_Result result) {
            result.r1 = waited();
            heard = true;
            result.r2 = waited();
        }

        @Actor
        public void wake() {
            readiness.wakeup();
            while (!heard) {
                Thread.yield();
            }
            readiness.wakeup();
        }
    }

    @JCStressTest
    @Outcome(id = "closed", expect = ACCEPTABLE, desc = "It was closed while it waited, or before.")
    @State
    public static class WaitAndClose extends Race {
        @Actor
        public void await(L_Result result) {
            result.r1 = waited();
        }

        @Actor
        public void close() {
            readiness.close();
        }
    }
}
