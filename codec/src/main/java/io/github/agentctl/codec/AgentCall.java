// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.codec;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import java.util.List;

/**
 * One call that the agent answers.
 *
 * @param name its exact name on the wire, {@code GetIPTables}
 * @param aliases other names it is found by; nearly always none
 * @param method as the generated stubs have it
 */
public record AgentCall(String name, List<String> aliases, MethodDescriptor<Message, Message> method) {
    public AgentCall {
        requireNonNull(name, "name is null");
        aliases = List.copyOf(aliases);
        requireNonNull(method, "method is null");
    }

    /** What is sent. */
    public Descriptor request() {
        return emptyRequest().getDescriptorForType();
    }

    /** What comes back. */
    public Descriptor reply() {
        return prototype(method.getResponseMarshaller()).getDescriptorForType();
    }

    /** The service it belongs to, {@code grpc.AgentService} or {@code grpc.Health}. */
    public String service() {
        return requireNonNull(method.getServiceName(), "method has no service");
    }

    /** The request with nothing set. */
    Message emptyRequest() {
        return prototype(method.getRequestMarshaller());
    }

    private static Message prototype(Marshaller<Message> marshaller) {
        return requireNonNull(((PrototypeMarshaller<Message>) marshaller).getMessagePrototype(), "no prototype");
    }
}
