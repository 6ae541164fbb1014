// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import java.util.concurrent.locks.LockSupport;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** A wake-up for what a thread does after it has had the lock is not used up by its wait for the lock. */
public class ShortLockRaces {
    /** Longer than the lock is looked at before its waiter sleeps. */
    private static final int LONG = 2_000;

    @JCStressTest
    @Outcome(id = "true", expect = ACCEPTABLE, desc = "Woken, or not asleep.")
    @State
    public static class WakeUpWhileTheLockIsTaken {
        private final ShortLock lock = new ShortLock();
        private volatile Thread sleeper;
        private volatile boolean done;
        private boolean woken;

        @Actor
        public void sleep() {
            sleeper = Thread.currentThread();
            woken = Limit.parkUntil(() -> {
                boolean over = done;
                lock.lock();
                lock.unlock();
                return over;
            });
        }

        @Actor
        public void wake() {
            lock.lock();
            try {
                spin();
                done = true;
                LockSupport.unpark(sleeper);
                spin();
            } finally {
                lock.unlock();
            }
        }

        private static void spin() {
            for (int i = 0; i < LONG; i++) {
                Thread.onSpinWait();
            }
        }

        @Arbiter
        public void look(L_Result result) {
            result.r1 = woken;
        }
    }
}
