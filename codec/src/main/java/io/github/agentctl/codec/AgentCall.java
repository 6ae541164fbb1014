// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.codec;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import java.util.List;
import java.util.Set;

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

    /**
     * What a command may say beside the fields of the request: files that it is made from. {@code src} and {@code dest}
     * of CopyFile, for one.
     */
    public Set<String> extras() {
        return switch (name) {
            case "CreateContainer" -> SpecBase.CREATE_EXTRAS;
            case "ExecProcess" -> SpecBase.EXTRAS;
            case "CopyFile" -> FileCopy.EXTRAS;
            case "SetPolicy" -> Set.of("policy_file");
            default -> Set.of();
        };
    }

    /** The request with nothing set. */
    Message emptyRequest() {
        return prototype(method.getRequestMarshaller());
    }

    private static Message prototype(Marshaller<Message> marshaller) {
        return requireNonNull(((PrototypeMarshaller<Message>) marshaller).getMessagePrototype(), "no prototype");
    }
}
