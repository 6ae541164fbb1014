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
}
