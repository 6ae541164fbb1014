// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import java.util.Locale;

/** How much is said on standard error. Each level says what those after it say, too. */
enum LogLevel {
    TRACE,
    DEBUG,
    INFO,
    WARN,
    ERROR,
    CRITICAL;

    /** As the user writes it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Sets up what the libraries log. They read it once, so this comes before the first of them is touched.
     */
    void applyToLibraries() {
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", this == CRITICAL ? "error" : toString());
        System.setProperty("org.slf4j.simpleLogger.showThreadName", "false");
        System.setProperty("org.slf4j.simpleLogger.showLogName", "false");
        System.setProperty("org.slf4j.simpleLogger.showShortLogName", "true");
    }
}
