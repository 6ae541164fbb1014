// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.github.agentctl.proto.AgentServiceGrpc;
import io.github.agentctl.proto.ExecProcessRequest;
import io.github.agentctl.proto.PauseContainerRequest;
import io.github.agentctl.proto.RemoveContainerRequest;
import io.github.agentctl.proto.ResumeContainerRequest;
import io.github.agentctl.proto.SignalProcessRequest;
import io.github.agentctl.proto.WriteStreamRequest;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConcurrencyTest {
    private final AgentFixture agent = new AgentFixture();

    @AfterEach
    void end() {
        agent.close();
    }

    @Test
    void survivesManyCallersWhoGetInEachOthersWay() throws Exception {
        int callers = 8;
        ExecutorService threads = Executors.newFixedThreadPool(callers);
        List<CompletableFuture<Void>> ends = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
            Random random = new Random(i);
            ends.add(CompletableFuture.runAsync(() -> disturb(random), threads));
        }

        for (CompletableFuture<Void> end : ends) {
            end.get(60, TimeUnit.SECONDS);
        }

        threads.shutdown();
        AgentFixture.await(() -> agent.agent.waitingCalls() == 0);
    }

    private void disturb(Random random) {
        for (int i = 0; i < 300; i++) {
            String id = "c" + random.nextInt(3);
            try {
                call(random.nextInt(9), id, "e" + random.nextInt(3), random);
            } catch (StatusRuntimeException e) {
                // What is refused depends on who was first; nothing may hang or break.
                assertThat(e.getStatus().getCode().name())
                        .isIn("INTERNAL", "INVALID_ARGUMENT", "NOT_FOUND", "DEADLINE_EXCEEDED");
            }
        }
    }

    private void call(int kind, String id, String execId, Random random) {
        AgentServiceGrpc.AgentServiceBlockingStub calls = agent.calls().withDeadlineAfter(20, TimeUnit.MILLISECONDS);
        Object unused = switch (kind) {
            case 0 -> {
                agent.run(id, "cat");
                yield id;
            }
            case 1 ->
                calls.execProcess(ExecProcessRequest.newBuilder()
                        .setContainerId(id)
                        .setExecId(execId)
                        .setProcess(AgentFixture.process("sh").toBuilder().setTerminal(random.nextBoolean()))
                        .build());
            case 2 -> calls.waitProcess(AgentFixture.waitFor(id, execId));
            case 3 -> calls.readStdout(AgentFixture.read(id, execId, 100));
            case 4 ->
                calls.writeStdin(WriteStreamRequest.newBuilder()
                        .setContainerId(id)
                        .setExecId(execId)
                        .setData(ByteString.copyFromUtf8("echo hi\n\u0003"))
                        .build());
            case 5 ->
                calls.pauseContainer(
                        PauseContainerRequest.newBuilder().setContainerId(id).build());
            case 6 ->
                calls.resumeContainer(
                        ResumeContainerRequest.newBuilder().setContainerId(id).build());
            case 7 ->
                calls.signalProcess(SignalProcessRequest.newBuilder()
                        .setContainerId(id)
                        .setExecId(execId)
                        .setSignal(List.of(2, 9, 10, 18, 19).get(random.nextInt(5)))
                        .build());
            default ->
                random.nextInt(4) > 0
                        ? id
                        : calls.removeContainer(RemoveContainerRequest.newBuilder()
                                .setContainerId(id)
                                .build());
        };
    }

    @Test
    void leavesNoThreadBehind() {
        agent.run("asleep", "sleep", "1000");
        agent.run("reading", "cat");
        agent.run("writing", "yes");
        agent.run("stopped", "cat");
        agent.signal("stopped", "", 19);
        agent.write("stopped", "", "x");
        agent.create(
                "terminal",
                AgentFixture.process("sh").toBuilder().setTerminal(true).build());
        agent.start("terminal");
        List<Thread> processes = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("simulated-process-")
                        && thread.getName().matches(".*-(?:asleep|reading|writing|stopped|terminal)"))
                .toList();
        assertThat(processes).hasSize(5);

        agent.agent.close();

        AgentFixture.await(() -> processes.stream().noneMatch(Thread::isAlive));
    }
}
