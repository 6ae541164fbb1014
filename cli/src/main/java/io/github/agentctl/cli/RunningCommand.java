// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

/**
 * The command that runs, where somebody types one after the other: Ctrl-C ends it, and what reads the next one goes on.
 * Made and used by the thread that runs them; {@link #interrupt} is for any thread.
 */
final class RunningCommand {
    private final Thread runner = Thread.currentThread();
    private boolean isRunning;

    /** Ends what runs. False where nothing does. */
    synchronized boolean interrupt() {
        if (isRunning) {
            runner.interrupt();
        }
        return isRunning;
    }

    /**
     * Runs one.
     *
     * @return false where it was interrupted
     * @throws RuntimeException what it throws for other reasons
     */
    boolean run(Runnable command) {
        change(true);
        try {
            command.run();
            return true;
        } catch (OutputException e) {
            throw e;
        } catch (RuntimeException e) {
            if (e instanceof InterruptedRunException || runner.isInterrupted()) {
                return false;
            }
            throw e;
        } finally {
            change(false);
            // A Ctrl-C that came when the command had just ended is not for the next one.
            var unused = Thread.interrupted();
        }
    }

    private synchronized void change(boolean running) {
        isRunning = running;
    }
}
