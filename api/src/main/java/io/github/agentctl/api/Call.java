// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.api;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;

/**
 * One call, ready to be made: the method and what to send.
 *
 * @param method the unary method, as the generated stubs have it
 * @param requests what to send, in order, one request at a time; nearly always one. Several where one call of the user
 *     takes several of the agent (a file copied in pieces); they may be made while they are iterated, so an iteration
 *     may throw {@link SpecificationException}
 */
public record Call(MethodDescriptor<Message, Message> method, Iterable<? extends Message> requests) {
    public Call {
        requireNonNull(method, "method is null");
        requireNonNull(requests, "requests is null");
    }

    /** The method's name without its service, {@code Check}. */
    public String name() {
        return requireNonNull(method.getBareMethodName(), "method has no name");
    }
}
