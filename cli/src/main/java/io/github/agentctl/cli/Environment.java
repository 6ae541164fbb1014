// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Map;

/**
 * What a run is given beside its arguments.
 *
 * @param out standard output; whatever is not flushed may be lost
 * @param err standard error; escapes what a terminal would act on
 * @param variables the environment variables
 * @param input what {@code in} is connected to, and so the others
 */
record Environment(
        InputStream in,
        OutputStream out,
        PrintStream err,
        Map<String, String> variables,
        Descriptor input,
        Descriptor output,
        Descriptor error) {
    Environment {
        variables = Map.copyOf(variables);
    }

    /** Whether somebody types at a terminal that can do more than print: lines are edited there, in colour. */
    boolean isInteractive() {
        String type = variables.getOrDefault("TERM", "");
        return input == Descriptor.TERMINAL && error == Descriptor.TERMINAL && !type.isEmpty() && !type.equals("dumb");
    }

    /** Whether colours are wanted at such a terminal (no-color.org). */
    boolean isColoured() {
        return variables.getOrDefault("NO_COLOR", "").isEmpty();
    }
}
