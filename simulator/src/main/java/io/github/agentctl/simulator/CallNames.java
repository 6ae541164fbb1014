// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import io.github.agentctl.proto.AgentServiceGrpc;
import io.github.agentctl.proto.HealthGrpc;
import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The names of the agent's calls. */
final class CallNames {
    private static final Set<String> ALL = Stream.of(
                    AgentServiceGrpc.getServiceDescriptor(), HealthGrpc.getServiceDescriptor())
            .map(ServiceDescriptor::getMethods)
            .flatMap(methods -> methods.stream().map(CallNames::of))
            .collect(Collectors.toCollection(LinkedHashSet::new));

    private CallNames() {}

    static String of(MethodDescriptor<?, ?> method) {
        String full = method.getFullMethodName();
        return full.substring(full.indexOf('/') + 1);
    }

    /**
     * The name as it is on the wire.
     *
     * @param name that, or the spelling of the Rust tool where it differs ({@code GetIptables})
     * @throws IllegalArgumentException when it is none of them
     */
    static String known(String name) {
        String exact = switch (name) {
            case "GetIptables" -> AgentServiceGrpc.getGetIPTablesMethod().getBareMethodName();
            case "SetIptables" -> AgentServiceGrpc.getSetIPTablesMethod().getBareMethodName();
            default -> name;
        };
        if (!ALL.contains(exact)) {
            throw new IllegalArgumentException("the agent has no call '" + name + "'" + NearestName.hint(name, ALL));
        }
        return exact;
    }
}
