// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/**
 * Failures in the words of the real agent (agent/src/rpc.rs, {@code ttrpc_error}): it sends the Debug text of whatever
 * went wrong, so that a plain string comes with quotes, an enum as its variant's name, and a chain of causes in lines.
 */
final class Failure {
    private Failure() {}

    /** An error of the agent's own libraries, or a status made by hand: the text as it is. */
    static StatusRuntimeException plain(Status.Code code, String text) {
        return code.toStatus().withDescription(text).asRuntimeException();
    }

    /** What the agent has no better class for. */
    static StatusRuntimeException internal(String text) {
        return plain(Status.Code.INTERNAL, text);
    }

    /** The same, with the one cause beneath. */
    static StatusRuntimeException internal(String text, String cause) {
        return internal(text + "\n\nCaused by:\n    " + cause);
    }

    /** A string, which the agent sends with the quotes and escapes of a Rust literal. */
    static StatusRuntimeException quoted(Status.Code code, String text) {
        return plain(code, debug(text));
    }

    static StatusRuntimeException invalidArgument() {
        return internal("EINVAL: Invalid argument");
    }

    /** A program that the root file system does not have. */
    static StatusRuntimeException noSuchFile(String path) {
        return internal("the file " + path + " was not found");
    }

    /** Calls on one process say it so. */
    static StatusRuntimeException invalidContainerId() {
        return plain(Status.Code.INVALID_ARGUMENT, "InvalidContainerId");
    }

    /** Calls on a container's life say it so. */
    static StatusRuntimeException noSuchContainer() {
        return internal("Invalid container id");
    }

    /** Calls on a container's status say it so. */
    static StatusRuntimeException quotedContainerId() {
        return quoted(Status.Code.INVALID_ARGUMENT, "invalid container id");
    }

    /** The Debug text of a Rust string. */
    static String debug(String text) {
        StringBuilder literal = new StringBuilder(text.length() + 2).append('"');
        text.codePoints().forEach(point -> {
            switch (point) {
                case '"' -> literal.append("\\\"");
                case '\\' -> literal.append("\\\\");
                case '\n' -> literal.append("\\n");
                case '\r' -> literal.append("\\r");
                case '\t' -> literal.append("\\t");
                case 0 -> literal.append("\\0");
                default -> {
                    if (Character.isISOControl(point)) {
                        literal.append("\\u{")
                                .append(Integer.toHexString(point))
                                .append('}');
                    } else {
                        literal.appendCodePoint(point);
                    }
                }
            }
        });
        return literal.append('"').toString();
    }
}
