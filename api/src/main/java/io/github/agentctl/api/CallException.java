// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.api;

import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/** A call that ended with a status other than OK: the agent's own, or the channel's when the call did not come through. */
public final class CallException extends AgentException {
    private static final long serialVersionUID = 1L;

    /** An exception's message is for people; the whole text is the status's. */
    private static final int SHOWN = 4096;

    private final String method;
    private final transient Status status;
    private final transient Metadata trailers;

    /**
     * @param method the call's full name, {@code grpc.Health/Check}
     * @param cause what the channel gave
     */
    public CallException(String method, StatusRuntimeException cause) {
        super(message(method, cause.getStatus()), cause);
        this.method = method;
        this.status = cause.getStatus();
        this.trailers = cause.getTrailers() == null ? new Metadata() : cause.getTrailers();
    }

    /** The call's full name, {@code grpc.Health/Check}. */
    public String method() {
        return method;
    }

    /** The status; its description is the agent's own text, unchanged, and so not to be trusted on a terminal. */
    public Status status() {
        return status;
    }

    /** What came beside the status; details stand under {@code grpc-status-details-bin}. Never null, may be empty. */
    public Metadata trailers() {
        return trailers;
    }

    private static String message(String method, Status status) {
        String name = method.substring(method.indexOf('/') + 1);
        String description = status.getDescription();
        return name + " failed: " + status.getCode() + (description == null ? "" : ": " + shown(description));
    }

    private static String shown(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "... [" + (text.length() - SHOWN) + " more]";
    }
}
