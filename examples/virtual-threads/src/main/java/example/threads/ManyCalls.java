// SPDX-License-Identifier: Apache-2.0
package example.threads;

import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.Transports;
import io.github.agentctl.client.AgentClient;
import io.github.agentctl.proto.CloseStdinRequest;
import io.github.agentctl.proto.CreateContainerRequest;
import io.github.agentctl.proto.CreateSandboxRequest;
import io.github.agentctl.proto.Process;
import io.github.agentctl.proto.Spec;
import io.github.agentctl.proto.StartContainerRequest;
import io.github.agentctl.proto.WaitProcessRequest;
import io.github.agentctl.simulator.SimulatedAgent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** 10,000 callers wait for the end of one process, over one connection, each on a virtual thread of its own. */
public final class ManyCalls {
    private static final int CALLS = 10_000;
    private static final String CONTAINER = "many-calls";

    private ManyCalls() {}

    public static void main(String[] arguments) throws Exception {
        Path directory = Files.createTempDirectory("threads");
        Endpoint address = new Endpoint.Unix(directory.resolve("agent.sock").toString());
        CountDownLatch arrived = new CountDownLatch(CALLS);
        try (SimulatedAgent served = SimulatedAgent.builder()
                        .onCall(call -> {
                            if (call.name().equals("WaitProcess")) {
                                arrived.countDown();
                            }
                        })
                        .serve(Transports.installed()
                                .select(address, null, Transports.Purpose.LISTEN)
                                .listen(address));
                AgentClient agent = AgentClient.builder(address).connect()) {
            start(agent);
            long began = System.nanoTime();
            int ended = waitForAll(agent, arrived);
            System.out.printf("%d calls at once, all answered after %.1f s%n", ended, (System.nanoTime() - began) / 1e9);
        } finally {
            Files.delete(directory);
        }
    }

    /** A process that ends with its standard input. */
    private static void start(AgentClient agent) {
        agent.createSandbox(CreateSandboxRequest.newBuilder().setSandboxId("s").build());
        agent.createContainer(CreateContainerRequest.newBuilder()
                .setContainerId(CONTAINER)
                .setExecId(CONTAINER)
                .setOCI(Spec.newBuilder().setProcess(Process.newBuilder().addArgs("cat")))
                .build());
        agent.startContainer(StartContainerRequest.newBuilder().setContainerId(CONTAINER).build());
    }

    private static int waitForAll(AgentClient agent, CountDownLatch arrived) throws Exception {
        WaitProcessRequest request =
                WaitProcessRequest.newBuilder().setContainerId(CONTAINER).setExecId(CONTAINER).build();
        List<Future<Integer>> calls = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < CALLS; i++) {
                calls.add(threads.submit(() -> agent.waitProcess(request).getStatus()));
            }
            if (!arrived.await(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException(arrived.getCount() + " calls did not arrive");
            }
            agent.closeStdin(
                    CloseStdinRequest.newBuilder().setContainerId(CONTAINER).setExecId(CONTAINER).build());
        }
        int ended = 0;
        for (Future<Integer> call : calls) {
            ended += call.get() == 0 ? 1 : 0;
        }
        return ended;
    }
}
