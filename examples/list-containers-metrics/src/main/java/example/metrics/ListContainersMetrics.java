// SPDX-License-Identifier: Apache-2.0
package example.metrics;

import io.github.agentctl.client.AgentClient;
import io.github.agentctl.proto.AgentServiceGrpc;
import io.github.agentctl.proto.AgentServiceGrpc.AgentServiceBlockingStub;
import io.github.agentctl.proto.CgroupStats;
import io.github.agentctl.proto.CreateContainerRequest;
import io.github.agentctl.proto.CreateSandboxRequest;
import io.github.agentctl.proto.GetMetricsRequest;
import io.github.agentctl.proto.Spec;
import io.github.agentctl.proto.StartContainerRequest;
import io.github.agentctl.proto.StatsContainerRequest;
import java.time.Duration;
import java.util.List;

/**
 * What the containers of a guest use, and what the guest says of itself: {@code ListContainersMetrics [ADDRESS
 * [CONTAINER...]]}. An agent does not list its containers, so who asks names them; on {@code sim:} two are made.
 */
public final class ListContainersMetrics {
    private ListContainersMetrics() {}

    public static void main(String[] arguments) {
        List<String> given = List.of(arguments);
        String address = given.isEmpty() ? "sim:" : given.get(0);
        try (AgentClient agent =
                AgentClient.builder(address).callTimeout(Duration.ofSeconds(10)).connect()) {
            AgentServiceBlockingStub stub = AgentServiceGrpc.newBlockingStub(agent.channel());
            List<String> containers = given.size() > 1 ? given.subList(1, given.size()) : makeTwo(stub);
            System.out.println("container memory-bytes processes cpu-ns");
            for (String container : containers) {
                CgroupStats stats = stub.statsContainer(StatsContainerRequest.newBuilder()
                                .setContainerId(container)
                                .build())
                        .getCgroupStats();
                System.out.println(container + " " + stats.getMemoryStats().getUsage().getUsage() + " "
                        + stats.getPidsStats().getCurrent() + " "
                        + stats.getCpuStats().getCpuUsage().getTotalUsage());
            }
            String text = stub.getMetrics(GetMetricsRequest.getDefaultInstance()).getMetrics();
            PrometheusText.parse(text).stream()
                    .filter(sample -> sample.name().startsWith("kata_guest_mem"))
                    .forEach(sample -> System.out.println("guest " + sample));
        }
    }

    private static List<String> makeTwo(AgentServiceBlockingStub stub) {
        stub.createSandbox(
                CreateSandboxRequest.newBuilder().setSandboxId("metrics").build());
        List<String> containers = List.of("web", "database");
        for (String container : containers) {
            stub.createContainer(CreateContainerRequest.newBuilder()
                    .setContainerId(container)
                    .setOCI(Spec.getDefaultInstance())
                    .build());
            stub.startContainer(
                    StartContainerRequest.newBuilder().setContainerId(container).build());
        }
        return containers;
    }
}
