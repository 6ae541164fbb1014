// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import com.google.protobuf.ByteString;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;

/**
 * The streams of one process: what the agent holds (futures, nobody blocks) and what the process holds (blocking).
 * Thread-safe.
 */
sealed interface Stdio permits Pipes, Terminal {
    /** Puts data into the standard input; completes when it is in. */
    CompletableFuture<Integer> write(ByteString data);

    /** Output as soon as there is some; empty at its end. */
    CompletableFuture<ByteString> readOutput(int limit);

    /** Errors as soon as there are some; empty at their end. */
    CompletableFuture<ByteString> readErrors(int limit);

    /** The process reads the end of its input, after what is there. */
    void closeInput();

    /** The process's side. */
    InputStream input();

    OutputStream output();

    OutputStream errors();

    /** The process has ended: what it wrote stays readable, then comes the end. */
    void processEnded();

    /** How many of the agent's reads and writes wait. */
    int waiting();
}
