// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What a simulated process runs. */
interface Program {
    /** What a program sees of its process. The streams block; the terminal's size is empty where there is no terminal. */
    record Context(
            InputStream in,
            OutputStream out,
            OutputStream err,
            Map<String, String> environment,
            String directory,
            int pid,
            Supplier<Optional<Terminal.Size>> terminal) {
        Context withStreams(OutputStream newOut, OutputStream newErr) {
            return new Context(in, newOut, newErr, environment, directory, pid, terminal);
        }
    }

    /**
     * Runs it to its end, on the process's own thread.
     *
     * @param arguments its name first
     * @return the exit code
     * @throws IOException when a stream is closed, or a signal has ended the process
     */
    int run(Context context, List<String> arguments) throws IOException;
}
