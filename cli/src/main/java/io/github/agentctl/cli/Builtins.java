// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import io.github.agentctl.api.SpecificationException;
import io.github.agentctl.codec.Quoted;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Does what the builtins do, but for {@code quit} and {@code repeat}, which are about the run itself. */
record Builtins(Consumer<String> echo, Consumer<String> help) {
    void run(Builtin builtin, Command command) {
        switch (builtin) {
            case ECHO -> echo.accept(String.join(" ", command.rest().split("\\s+")));
            case SLEEP -> sleep(command);
            case HELP ->
                help.accept(
                        command.rest().isEmpty()
                                ? CommandList.text()
                                : description(command).text());
            case LIST -> help.accept(CommandList.text());
            case QUIT, REPEAT -> throw new IllegalArgumentException(command.name() + " is the session's");
        }
    }

    /** @throws SpecificationException when the builtin cannot be run as it is written */
    static void check(Builtin builtin, Command command, CommandForm form) {
        switch (builtin) {
            case REPEAT -> times(command, form);
            case SLEEP -> duration(command);
            case QUIT -> {
                if (!command.rest().isEmpty()) {
                    throw new SpecificationException(
                            command.text(),
                            command.restPosition(),
                            "nothing may follow quit, got " + Quoted.of(command.rest()));
                }
            }
            case HELP -> {
                if (!command.rest().isEmpty()) {
                    description(command);
                }
            }
            default -> {}
        }
    }

    /** How many times the next command is made; below 0 for ever. */
    static long times(Command repeat, CommandForm form) {
        try {
            return Long.parseLong(repeat.rest());
        } catch (NumberFormatException e) {
            String[] words = repeat.rest().split("\\s+", 2);
            String hint = words.length == 2
                    ? "; what is repeated is a command of its own: " + form.of("repeat " + words[0], words[1])
                    : "; expected repeat N, with N below 0 for ever";
            String what =
                    repeat.rest().isEmpty() ? "repeat lacks a number" : Quoted.of(repeat.rest()) + " is no number";
            throw new SpecificationException(repeat.text(), repeat.restPosition(), what + hint, e);
        }
    }

    private static Description description(Command help) {
        return Description.of(help.rest())
                .orElseThrow(() ->
                        new SpecificationException(help.text(), help.restPosition(), Description.unknown(help.rest())));
    }

    private static void sleep(Command command) {
        try {
            TimeUnit.NANOSECONDS.sleep(duration(command).toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedRunException();
        }
    }

    private static Duration duration(Command command) {
        try {
            return HumanTime.parse(command.rest());
        } catch (IllegalArgumentException e) {
            String problem = Objects.requireNonNullElse(e.getMessage(), HumanTime.FORM);
            throw new SpecificationException(command.text(), command.restPosition(), problem, e);
        }
    }
}
