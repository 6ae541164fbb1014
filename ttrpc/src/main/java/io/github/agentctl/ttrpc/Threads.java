// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/** The threads of this module: daemons, named, and none before it is needed. */
final class Threads {
    private Threads() {}

    static Thread daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Where listeners and handlers run when the user gives no executor: a thread each while they are busy. */
    static Executor shared() {
        return Shared.CALLS;
    }

    /** A virtual thread a task where the JDK has them, else {@link #shared}. */
    static Executor virtual() {
        return Virtual.THREADS;
    }

    /**
     * Whether this is a virtual thread. By the name of their group, which JEP 444 gives: JDK 17 is the floor, and a method
     * handle costs a command line milliseconds.
     */
    static boolean isVirtual() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        return group != null && group.getName().equals("VirtualThreads");
    }

    /** Watches deadlines; nothing that blocks runs here. */
    static ScheduledExecutorService timer() {
        return Timer.TIMER;
    }

    private static final class Shared {
        static final Executor CALLS = new Workers("ttrpc-call");
    }

    private static final class Virtual {
        static final Executor THREADS = threads();

        // By reflection: JDK 17 is the floor.
        private static Executor threads() {
            try {
                return (Executor) Executors.class
                        .getMethod("newVirtualThreadPerTaskExecutor")
                        .invoke(null);
            } catch (ReflectiveOperationException e) {
                return shared();
            }
        }
    }

    private static final class Timer {
        static final ScheduledExecutorService TIMER = timer();

        private static ScheduledExecutorService timer() {
            ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, work -> daemon("ttrpc-timer", work));
            timer.setRemoveOnCancelPolicy(true);
            return timer;
        }
    }
}
