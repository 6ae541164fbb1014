// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import java.io.InterruptedIOException;

/** Holds a process up while it is stopped by a signal or frozen with its container. Thread-safe. */
final class Gate {
    private boolean stopped;
    private boolean frozen;

    /** SIGSTOP or SIGCONT. */
    synchronized void stopped(boolean now) {
        stopped = now;
        notifyAll();
    }

    /** PauseContainer or ResumeContainer. */
    synchronized void frozen(boolean now) {
        frozen = now;
        notifyAll();
    }

    synchronized boolean closed() {
        return stopped || frozen;
    }

    /** Returns when nothing holds the process up. */
    synchronized void pass() throws InterruptedIOException {
        try {
            while (stopped || frozen) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("killed");
        }
    }
}
