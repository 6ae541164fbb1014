// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.TransportException;
import io.github.agentctl.api.transport.TransportException.Reason;
import io.github.agentctl.api.transport.Transports;
import io.github.agentctl.proto.AgentServiceGrpc;
import io.github.agentctl.proto.CheckRequest;
import io.github.agentctl.proto.CreateSandboxRequest;
import io.github.agentctl.proto.DestroySandboxRequest;
import io.github.agentctl.proto.HealthCheckResponse.ServingStatus;
import io.github.agentctl.proto.HealthGrpc;
import io.github.agentctl.ttrpc.TtrpcWire;
import io.grpc.Deadline;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SimTransportTest {
    private static final Endpoint FRESH = Endpoint.parse("sim:");
    private static final Endpoint NAMED = Endpoint.parse("sim://agent1");

    private final SimTransportProvider provider = new SimTransportProvider();

    @Test
    void isFoundByItsScheme() {
        assertThat(Transports.installed().select(FRESH, null)).isInstanceOf(SimTransportProvider.class);
        assertThat(Transports.installed().select(NAMED, "sim").name()).isEqualTo("sim");
        assertThat(provider.supports(Endpoint.parse("unix:///run/x"))).isFalse();
    }

    @Test
    void makesAFreshAgentForEachConnection() {
        for (int i = 0; i < 2; i++) {
            ManagedChannel channel = channel(FRESH);
            assertThat(HealthGrpc.newBlockingStub(channel)
                            .check(CheckRequest.getDefaultInstance())
                            .getStatus())
                    .isEqualTo(ServingStatus.SERVING);
            // A second CreateSandbox of one agent would fail.
            var unused =
                    AgentServiceGrpc.newBlockingStub(channel).createSandbox(CreateSandboxRequest.getDefaultInstance());
            channel.shutdownNow();
        }
    }

    @Test
    void endsTheAgentWithTheConnection() throws InterruptedException, IOException {
        Connection connection = connect(FRESH);
        connection.write(ByteBuffer.wrap(new byte[] {0}));
        SimulatedAgent agent = ((OwningConnection) connection).agent();

        connection.close();

        assertThat(agent.awaitTermination(Duration.ofSeconds(10))).isTrue();
        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void endsTheConnectionWithTheAgent() throws IOException {
        Connection connection = connect(FRESH);
        ManagedChannel channel = new TtrpcWire().connect(connection);

        var unused =
                AgentServiceGrpc.newBlockingStub(channel).destroySandbox(DestroySandboxRequest.getDefaultInstance());
        SimulatedAgent agent = ((OwningConnection) connection).agent();

        Deadline soon = Deadline.after(10, TimeUnit.SECONDS);
        ByteBuffer one = ByteBuffer.allocate(1);
        int read = connection.read(one);
        while (read == 0 && !soon.isExpired()) {
            connection.awaitReadable(soon);
            read = connection.read(one);
        }
        assertThat(read).isEqualTo(-1);
        assertThat(agent.waitingCalls()).isZero();
        channel.shutdownNow();
    }

    @Test
    void servesOneAgentToManyUnderAName() {
        SimulatedAgent agent = SimulatedAgent.serve(provider.listen(NAMED));
        assertThatThrownBy(() -> provider.listen(NAMED)).satisfies(e -> assertReason(e, Reason.IN_USE));
        ManagedChannel first = channel(NAMED);
        ManagedChannel second = channel(NAMED);
        var unused = AgentServiceGrpc.newBlockingStub(first).createSandbox(CreateSandboxRequest.getDefaultInstance());

        assertThatThrownBy(() -> AgentServiceGrpc.newBlockingStub(second)
                        .createSandbox(CreateSandboxRequest.getDefaultInstance()))
                .hasMessageContaining("setup persistent IPC namespace");

        agent.close();
        assertThatThrownBy(() -> connect(NAMED)).satisfies(e -> assertReason(e, Reason.NOT_THERE));
        first.shutdownNow();
        second.shutdownNow();
    }

    @Test
    void wantsANameToListenBy() {
        assertThatThrownBy(() -> provider.listen(FRESH))
                .satisfies(e -> assertReason(e, Reason.IMPOSSIBLE))
                .hasMessage("cannot listen on sim:: it has no name (give it one: sim://NAME)");
    }

    private static void assertReason(Throwable e, Reason reason) {
        assertThat(((TransportException) e).reason()).isEqualTo(reason);
    }

    private Connection connect(Endpoint endpoint) {
        return provider.connect(endpoint, Deadline.after(1, TimeUnit.SECONDS));
    }

    private ManagedChannel channel(Endpoint endpoint) {
        return new TtrpcWire().connect(connect(endpoint));
    }
}
