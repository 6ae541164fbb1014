// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** One of the words after {@code kata-agent-ctl}. */
interface Subcommand {
    /** Its name, options and help. */
    CommandSpec spec();

    /**
     * Does it.
     *
     * @param arguments its own, read by {@link #spec}
     * @return the exit code
     */
    int run(ParseResult arguments, Environment environment, Log log);
}
