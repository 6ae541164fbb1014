// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import java.io.PrintStream;

/** What the command says beside its replies, on standard error. Thread-safe. */
record Log(PrintStream err, LogLevel level) {
    boolean isOn(LogLevel wanted) {
        return wanted.compareTo(level) >= 0;
    }

    void trace(String text) {
        say(LogLevel.TRACE, "trace", text);
    }

    void debug(String text) {
        say(LogLevel.DEBUG, "debug", text);
    }

    void info(String text) {
        say(LogLevel.INFO, "info", text);
    }

    void warn(String text) {
        say(LogLevel.WARN, "warning", text);
    }

    /** What the user asked for, where standard output is for replies. Said at every level. */
    void answer(String text) {
        err.print(text + "\n");
        err.flush();
    }

    /** Why the run or a command failed; said at every level, because nothing else explains the exit code. */
    void error(String text) {
        print("error", text);
    }

    private void say(LogLevel wanted, String word, String text) {
        if (isOn(wanted)) {
            print(word, text);
        }
    }

    /** One write, so that two threads' lines do not mix; continuation lines cannot pass for lines of our own. */
    private void print(String word, String text) {
        err.print(word + ": " + text.replace("\n", "\n  ") + "\n");
        err.flush();
    }
}
