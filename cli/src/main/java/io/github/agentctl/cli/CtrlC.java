// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends a run in order when the process is told to end. The exit code is then the JVM's, 128 and the signal's number:
 * 130 after Ctrl-C.
 */
record CtrlC(CountDownLatch done) {
    /** Long enough for a call to be cancelled; short enough for somebody who waits for the prompt of the shell. */
    private static final long PATIENCE = 500;

    /** The calling thread is the one that is interrupted. */
    static CtrlC install() {
        CtrlC installed = new CtrlC(new CountDownLatch(1));
        Thread run = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> installed.end(run), "ctrl-c"));
        return installed;
    }

    /** Says that the run has come to its own end. */
    void finished() {
        done.countDown();
    }

    private void end(Thread run) {
        if (done.getCount() == 0) {
            return;
        }
        run.interrupt();
        try {
            // Where it does not end it is reading, or writing to somebody who does not read: nothing to wait for.
            var unused = done.await(PATIENCE, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
