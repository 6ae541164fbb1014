// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import io.github.agentctl.api.CallException;
import io.github.agentctl.api.EndpointException;
import io.github.agentctl.api.SpecificationException;
import io.github.agentctl.api.transport.TransportException;

/** How the command ends, in a number. Scripts depend on these. */
final class ExitCode {
    static final int OK = 0;
    static final int OTHER = 1;
    static final int USAGE = 2;
    static final int SPECIFICATION = 3;
    static final int CONNECT = 4;

    /** Plus the grpc status code, 1 to 16. */
    static final int CALL = 64;

    /** As a shell has it for SIGINT: 128 + 2. */
    static final int INTERRUPTED = 130;

    /** As a shell has it for SIGPIPE: 128 + 13. */
    static final int OUTPUT_CLOSED = 141;

    private ExitCode() {}

    static int of(Throwable failure) {
        if (failure instanceof PlacedException placed) {
            return of(placed.failure());
        }
        if (failure instanceof UsageException || failure instanceof EndpointException) {
            return USAGE;
        }
        if (failure instanceof SpecificationException) {
            return SPECIFICATION;
        }
        if (failure instanceof TransportException) {
            return CONNECT;
        }
        if (failure instanceof CallException call) {
            return CALL + call.status().getCode().value();
        }
        if (failure instanceof InterruptedRunException) {
            return INTERRUPTED;
        }
        if (failure instanceof OutputException output && output.isClosed()) {
            return OUTPUT_CLOSED;
        }
        return OTHER;
    }
}
