// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.tck;

import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/** Something done on a thread of its own, and what came of it. */
final class Worker<T> {
    private static final long LIMIT_SECONDS = 60;

    private final FutureTask<T> task;
    private final Thread thread;

    private Worker(Callable<T> work) {
        task = new FutureTask<>(work);
        thread = new Thread(task, "contract");
        thread.setDaemon(true);
    }

    static <T> Worker<T> start(Callable<T> work) {
        Worker<T> worker = new Worker<>(work);
        worker.thread.start();
        return worker;
    }

    /** Returns when the thread blocks in that method: its stack ends in native code beneath it. */
    Worker<T> awaitBlockedIn(String method) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (!isBlockedIn(method)) {
            if (task.isDone() || System.nanoTime() > end) {
                throw new AssertionError("it does not wait in " + method + ": "
                        + (task.isDone() ? "done with " + outcome() : Arrays.toString(thread.getStackTrace())));
            }
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(200));
        }
        return this;
    }

    private boolean isBlockedIn(String method) {
        StackTraceElement[] stack = thread.getStackTrace();
        return stack.length > 0
                && stack[0].isNativeMethod()
                && Arrays.stream(stack).anyMatch(frame -> frame.getMethodName().equals(method));
    }

    void interrupt() {
        thread.interrupt();
    }

    boolean isDone() {
        return task.isDone();
    }

    /** What the work returned. */
    T result() {
        try {
            return task.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("the other thread failed", e.getCause());
        } catch (TimeoutException | InterruptedException e) {
            throw new AssertionError("the other thread hangs: " + Arrays.toString(thread.getStackTrace()), e);
        }
    }

    /** What the work threw. */
    Throwable failure() {
        Object outcome = outcome();
        if (outcome instanceof Throwable failure) {
            return failure;
        }
        throw new AssertionError("the other thread did not fail, but returned " + outcome);
    }

    private Object outcome() {
        try {
            return String.valueOf(task.get(LIMIT_SECONDS, TimeUnit.SECONDS));
        } catch (ExecutionException e) {
            return Objects.requireNonNullElse(e.getCause(), e);
        } catch (TimeoutException | InterruptedException e) {
            throw new AssertionError("the other thread hangs: " + Arrays.toString(thread.getStackTrace()), e);
        }
    }

    /** Something that may fail. */
    @FunctionalInterface
    interface Action {
        void run() throws Exception;
    }
}
