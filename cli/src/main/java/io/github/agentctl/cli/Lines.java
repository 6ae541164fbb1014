// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import io.github.agentctl.api.AgentException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;

/** Reads commands line by line; the end of the input is a quit. */
final class Lines {
    private static final String PROMPT = "agent> ";
    private static final String INTERRUPT = "INT";

    private final BufferedReader in;
    private final Environment environment;
    private final RunningCommand running = new RunningCommand();

    Lines(Environment environment) {
        this.in = new BufferedReader(new InputStreamReader(environment.in(), StandardCharsets.UTF_8));
        this.environment = environment;
    }

    /**
     * Runs what is read; a command that fails is told of, and the next one is read. At a terminal, whatever it can do,
     * Ctrl-C ends the command that runs, and where none does it asks anew; elsewhere it ends the run.
     */
    void run(Session session, ErrorPresenter errors) {
        if (environment.input() != Descriptor.TERMINAL) {
            run(session, errors, session::run);
            return;
        }
        // JLine knows how to without being compiled against what only some JDKs have.
        Object before = Signals.register(INTERRUPT, this::interrupt);
        try {
            run(session, errors, command -> {
                if (!running.run(() -> session.run(command))) {
                    endLine();
                }
            });
        } finally {
            Signals.unregister(INTERRUPT, before);
        }
    }

    private void run(Session session, ErrorPresenter errors, Consumer<Command> runner) {
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
                runner.accept(command);
            } catch (AgentException e) {
                InterruptedRunException.throwIfInterrupted();
                errors.present(e);
            }
        }
    }

    /** The terminal itself has dropped what was typed. */
    private void interrupt() {
        if (!running.interrupt()) {
            endLine();
            prompt();
        }
    }

    /** The terminal has written ^C somewhere. */
    private void endLine() {
        if (isSeen()) {
            environment.err().print("\n");
            environment.err().flush();
        }
    }

    /** Never on standard output, which is for replies. */
    private void prompt() {
        if (isSeen()) {
            environment.err().print(PROMPT);
            environment.err().flush();
        }
    }

    private boolean isSeen() {
        return environment.input() == Descriptor.TERMINAL && environment.error() == Descriptor.TERMINAL;
    }

    private @Nullable String read() {
        try {
            return in.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read commands from standard input", e);
        }
    }
}
