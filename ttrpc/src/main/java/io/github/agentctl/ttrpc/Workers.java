// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * As many daemon threads as there are tasks that block, and no more awake than needed. Thread-safe.
 *
 * <p>A cached thread pool wakes a thread for each task. Here at most one thread at a time is on its way: before it
 * begins its task it wakes the next where there are more. So tasks that block get a thread each, as there, while of
 * short ones that come together most find a thread that is awake.
 */
final class Workers implements Executor {
    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** After which tasks that were left without a thread are tried again. */
    private static final long RETRY_MILLIS = 100;

    private final ThreadFactory threads;
    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by the lock.
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private final ArrayDeque<Worker> idle = new ArrayDeque<>();
    /** A worker was started or woken and has not looked for a task yet. */
    private boolean waking;

    /** @param name of each thread */
    Workers(String name) {
        this(work -> Threads.daemon(name, work));
    }

    /** @param threads not started yet */
    Workers(ThreadFactory threads) {
        this.threads = threads;
    }

    /** Throws what {@link Thread#start} does where there is no thread for the task; it is then not run. */
    @Override
    public void execute(Runnable task) {
        Worker next;
        lock.lock();
        try {
            tasks.add(task);
            next = next();
        } finally {
            lock.unlock();
        }
        boolean orphaned;
        try {
            wake(next);
        } catch (RuntimeException | Error e) {
            lock.lock();
            try {
                if (!tasks.removeLastOccurrence(task)) {
                    return;
                }
                // Others may have put theirs in meanwhile, and left them to whom we could not wake.
                orphaned = !tasks.isEmpty();
            } finally {
                lock.unlock();
            }
            if (orphaned) {
                retryLater();
            }
            throw e;
        }
    }

    private void wakeAgain() {
        Worker next;
        lock.lock();
        try {
            next = next();
        } finally {
            lock.unlock();
        }
        try {
            wake(next);
        } catch (RuntimeException | Error e) {
            retryLater();
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // It neither fails nor is taken back.
    private void retryLater() {
        Threads.timer().schedule(this::wakeAgain, RETRY_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** With the lock: who is to be woken for the tasks that are left; null where nobody needs to be. */
    private @Nullable Worker next() {
        if (waking || tasks.isEmpty()) {
            return null;
        }
        Worker last = idle.pollLast();
        Worker next = last == null ? new Worker() : last;
        waking = true;
        return next;
    }

    private void wake(@Nullable Worker worker) {
        if (worker == null) {
            return;
        }
        try {
            worker.begin();
        } catch (RuntimeException | Error e) {
            lock.lock();
            try {
                waking = false;
            } finally {
                lock.unlock();
            }
            throw e;
        }
    }

    private final class Worker implements Runnable {
        private volatile boolean woken;
        private @Nullable Thread thread;

        /** By whoever has taken this worker out of the idle ones. */
        void begin() {
            woken = true;
            Thread mine = thread;
            if (mine == null) {
                mine = threads.newThread(this);
                thread = mine;
                mine.start();
            } else {
                LockSupport.unpark(mine);
            }
        }

        @Override
        public void run() {
            while (true) {
                Worker next;
                Runnable task;
                lock.lock();
                try {
                    if (woken) {
                        woken = false;
                        waking = false;
                    }
                    task = tasks.poll();
                    next = next();
                    if (task == null) {
                        idle.add(this);
                    }
                } finally {
                    lock.unlock();
                }
                if (task == null) {
                    if (!rest()) {
                        return;
                    }
                } else {
                    wakeOrLeave(next);
                    perform(task);
                }
            }
        }

        /** Waits for work; false when there was none for long, and the thread may end. */
        private boolean rest() {
            long end = System.nanoTime() + IDLE_NANOS;
            while (!woken) {
                LockSupport.parkNanos(this, Math.max(1, end - System.nanoTime()));
                Thread.interrupted();
                if (!woken && System.nanoTime() - end >= 0 && leave()) {
                    return false;
                }
            }
            return true;
        }

        /** False when somebody is just waking this worker. */
        private boolean leave() {
            lock.lock();
            try {
                return idle.remove(this);
            } finally {
                lock.unlock();
            }
        }

        /** Without a further thread the tasks that are left wait: for one that is free, or for better times. */
        private void wakeOrLeave(@Nullable Worker next) {
            try {
                wake(next);
            } catch (RuntimeException | Error e) {
                LOG.warn("no further thread for waiting tasks", e);
                retryLater();
            }
        }

        private void perform(Runnable task) {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                LOG.error("a task failed", e);
            } finally {
                Thread.interrupted();
            }
        }
    }
}
