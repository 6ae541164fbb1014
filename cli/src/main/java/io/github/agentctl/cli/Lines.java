// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import io.github.agentctl.api.AgentException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Reads commands line by line; the end of the input is a quit. */
final class Lines {
    private static final String PROMPT = "agent> ";

    private final BufferedReader in;
    private final Environment environment;

    Lines(Environment environment) {
        this.in = new BufferedReader(new InputStreamReader(environment.in(), StandardCharsets.UTF_8));
        this.environment = environment;
    }

    /** Runs what is read; a command that fails is told of, and the next one is read. */
    void run(Session session, ErrorPresenter errors) {
        while (!session.hasEnded()) {
            prompt();
            String line = read();
            if (line == null) {
                return;
            }
            Command command = Command.of(line);
            if (command.isEmpty()) {
                continue;
            }
            try {
                session.run(command);
            } catch (AgentException e) {
                InterruptedRunException.throwIfInterrupted();
                errors.present(e);
            }
        }
    }

    /** Only where there is somebody to see it; and never on standard output, which is for replies. */
    private void prompt() {
        if (environment.input() == Descriptor.TERMINAL && environment.error() == Descriptor.TERMINAL) {
            environment.err().print(PROMPT);
            environment.err().flush();
        }
    }

    private @org.jspecify.annotations.Nullable String read() {
        try {
            return in.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read commands from standard input", e);
        }
    }
}
