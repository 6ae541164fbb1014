// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import io.github.agentctl.api.AgentException;
import io.github.agentctl.api.CallException;
import io.github.agentctl.api.SpecificationException;
import io.grpc.Status;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Objects;

/** Says what failed: which thing, how, and where in the text. */
record ErrorPresenter(Log log) {
    void present(Throwable failure) {
        if (failure instanceof InterruptedRunException
                || (failure instanceof OutputException output && output.isClosed())) {
            return;
        }
        log.error(text(failure));
        if (log.isOn(LogLevel.TRACE)) {
            StringWriter stack = new StringWriter();
            failure.printStackTrace(new PrintWriter(stack));
            log.trace(withoutRepeating(failure, stack.toString().stripTrailing()));
        }
    }

    /** Each exception of a stack repeats what the agent said. */
    private static String withoutRepeating(Throwable failure, String stack) {
        if (failure instanceof PlacedException placed) {
            return withoutRepeating(placed.failure(), stack);
        }
        String said = failure instanceof CallException call ? call.status().getDescription() : null;
        return said == null ? stack : AgentText.again(stack, said);
    }

    private String text(Throwable failure) {
        if (failure instanceof PlacedException placed) {
            return placed.place() + ": " + text(placed.failure());
        }
        if (failure instanceof CallException call) {
            return call(call);
        }
        String message = failure.getMessage();
        if (failure instanceof SpecificationException specification) {
            return message + CaretLine.under(specification.text(), specification.position());
        }
        if (failure instanceof OutOfMemoryError) {
            return "the JVM has no memory for that: " + (Runtime.getRuntime().maxMemory() >> 20) + " MiB are too few";
        }
        boolean expected = failure instanceof AgentException
                || failure instanceof UsageException
                || failure instanceof OutputException
                || failure instanceof IllegalStateException;
        if (expected && message != null) {
            return message;
        }
        return failure + " (this should not happen; -l trace shows where)";
    }

    private String call(CallException failure) {
        Status status = failure.status();
        String name = failure.method().substring(failure.method().indexOf('/') + 1);
        String said = Objects.requireNonNullElse(status.getDescription(), "");
        String head =
                name + " failed: " + status.getCode() + " (" + status.getCode().value() + ")";
        return said.isEmpty() ? head : head + ": " + AgentText.shown(said, log.isOn(LogLevel.DEBUG));
    }
}
