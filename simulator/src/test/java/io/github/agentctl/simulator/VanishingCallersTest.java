// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.github.agentctl.proto.AgentServiceGrpc;
import io.github.agentctl.proto.GetOOMEventRequest;
import io.github.agentctl.proto.WriteStreamRequest;
import io.grpc.ManagedChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who goes while a call waits leaves nothing with the agent, and the others theirs. */
@Timeout(60)
class VanishingCallersTest {
    private static final int CALLERS = 1000;

    /** The agent's pool of threads keeps for a while what it once needed at the same time. */
    private static final int POOLED = 20;

    private final AgentFixture agent = new AgentFixture();

    @AfterEach
    void end() {
        agent.close();
    }

    @Test
    void leaveNoCallAndNoThreadBehind() {
        agent.run("quiet", "sleep", "1000");
        agent.run("full", "sleep", "1000");
        agent.write("full", "", "x".repeat(64 << 10));
        comeAndGo(40);
        AgentFixture.await(() -> agent.agent.waitingCalls() == 0);
        long before = threads();

        comeAndGo(CALLERS);

        AgentFixture.await(() -> agent.agent.waitingCalls() == 0 && threads() <= before + POOLED);
        var stays = agent.futures().getOOMEvent(GetOOMEventRequest.getDefaultInstance());
        AgentFixture.await(() -> agent.agent.waitingCalls() == 1);
        assertThat(stays).isNotDone();
        agent.agent.triggerOom("quiet");
        AgentFixture.await(stays::isDone);
    }

    private void comeAndGo(int count) {
        for (int i = 0; i < count; i++) {
            ManagedChannel channel = agent.connect();
            var calls = AgentServiceGrpc.newFutureStub(channel);
            Object unused = switch (i % 4) {
                case 0 -> calls.getOOMEvent(GetOOMEventRequest.getDefaultInstance());
                case 1 -> calls.waitProcess(AgentFixture.waitFor("quiet", ""));
                case 2 -> calls.readStdout(AgentFixture.read("quiet", "", 100));
                default ->
                    calls.writeStdin(WriteStreamRequest.newBuilder()
                            .setContainerId("full")
                            .setData(ByteString.copyFrom(new byte[100_000]))
                            .build());
            };
            if (i % 8 < 4) {
                AgentFixture.await(() -> agent.agent.waitingCalls() > 0);
            }
            channel.shutdownNow();
        }
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("ttrpc-server")
                        || thread.getName().startsWith("ttrpc-reader")
                        || thread.getName().startsWith("simulated-"))
                .count();
    }
}
