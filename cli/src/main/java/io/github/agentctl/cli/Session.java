// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import io.github.agentctl.api.AgentException;
import io.github.agentctl.api.Call;
import io.github.agentctl.api.SpecificationException;
import io.github.agentctl.api.transport.TransportException;
import io.github.agentctl.codec.CallParser;
import io.github.agentctl.codec.Catalogue;
import io.github.agentctl.codec.Nearest;
import io.github.agentctl.codec.Quoted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs commands one after the other. */
final class Session {
    /** What other shells, and the command line itself, call them. */
    private static final Map<String, String> OTHER_NAMES = Map.of("exit", "quit", "describe", "help");

    private final CallParser parser;
    private final CallMaker calls;
    private final Builtins builtins;
    private final ErrorPresenter errors;
    private final boolean ignoreErrors;
    private final CommandForm form;
    private long times = 1;
    private String openRepeat = "";
    private boolean ended;

    /**
     * @param ignoreErrors whether a command that fails is only told of
     * @param form how hints write commands
     */
    Session(
            CallParser parser,
            CallMaker calls,
            Builtins builtins,
            ErrorPresenter errors,
            boolean ignoreErrors,
            CommandForm form) {
        this.parser = parser;
        this.calls = calls;
        this.builtins = builtins;
        this.errors = errors;
        this.ignoreErrors = ignoreErrors;
        this.form = form;
    }

    /** Whether somebody said quit. */
    boolean hasEnded() {
        return ended;
    }

    /**
     * Finds the mistakes that show without running anything, before the first command is run.
     *
     * @throws SpecificationException at the first one
     * @throws PlacedException instead, where it comes from a file
     */
    void check(List<Command> commands) {
        for (Command command : commands) {
            try {
                check(command);
            } catch (SpecificationException e) {
                throw command.failed(e);
            }
        }
    }

    private void check(Command command) {
        Optional<Builtin> builtin = Builtin.find(command.name());
        if (builtin.isPresent()) {
            Builtins.check(builtin.get(), command, form);
        } else if (Catalogue.find(command.name()).isEmpty()) {
            throw unknown(command);
        }
    }

    /**
     * Runs a list of commands, until one says quit.
     *
     * @throws AgentException when one fails and errors are not ignored
     * @throws PlacedException instead, where it comes from a file
     * @throws TransportException when there is no connection, always: without one the others fail, too
     */
    void run(List<Command> commands) {
        for (Command command : commands) {
            if (ended) {
                return;
            }
            try {
                run(command);
            } catch (TransportException e) {
                throw e;
            } catch (AgentException e) {
                pass(command, e);
            }
        }
    }

    /** Runs one command, as often as a {@code repeat} before it said. */
    void run(Command command) {
        InterruptedRunException.throwIfInterrupted();
        long count = times;
        times = 1;
        openRepeat = "";
        Builtin builtin = Builtin.find(command.name()).orElse(null);
        if (builtin != null) {
            Builtins.check(builtin, command, form);
        }
        if (builtin == Builtin.QUIT) {
            ended = count != 0;
        } else if (builtin == Builtin.REPEAT) {
            times = count == 0 ? 1 : Builtins.times(command, form);
            openRepeat = count == 0 ? "" : command.text();
        } else if (builtin != null) {
            if (builtin == Builtin.SLEEP && command.rest().isEmpty()) {
                errors.log().warn("sleep without a time waits for nothing; write it as in sleep 1s");
            }
            repeat(command, count, () -> builtins.run(builtin, command));
        } else {
            if (Catalogue.find(command.name()).isEmpty()) {
                throw unknown(command);
            }
            Call call = parser.parse(command.text());
            make(command, count, call);
        }
    }

    /** An image that was unpacked for the call is the container's once there is one. */
    private void make(Command command, long count, Call call) {
        try {
            repeat(command, count, () -> {
                calls.make(call);
                parser.keepImages();
            });
        } finally {
            parser.discardImages();
        }
    }

    /** Says what was left open when no more commands come. */
    void finish() {
        if (!openRepeat.isEmpty()) {
            errors.log().warn("nothing follows " + Quoted.of(openRepeat) + ", so nothing is repeated");
        }
    }

    private SpecificationException unknown(Command command) {
        List<String> names = new ArrayList<>(Catalogue.names());
        names.addAll(Builtin.names());
        String hint = Nearest.hint(command.name(), names, OTHER_NAMES);
        if (hint.isEmpty()) {
            hint = " (" + form.of("list") + " says what there is)";
        }
        return new SpecificationException(command.text(), 0, "unknown call " + Quoted.of(command.name()) + hint);
    }

    private void repeat(Command command, long count, Runnable action) {
        for (long done = 0; count < 0 || done < count; done++) {
            InterruptedRunException.throwIfInterrupted();
            try {
                action.run();
            } catch (TransportException e) {
                throw e;
            } catch (AgentException e) {
                pass(command, e);
            }
        }
    }

    private void pass(Command command, AgentException failure) {
        InterruptedRunException.throwIfInterrupted();
        RuntimeException told = command.failed(failure);
        if (!ignoreErrors) {
            throw told;
        }
        errors.present(told);
    }
}
