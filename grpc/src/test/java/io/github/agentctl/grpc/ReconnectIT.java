// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.agentctl.api.CallException;
import io.github.agentctl.api.Wires;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.Transports;
import io.github.agentctl.client.AgentClient;
import io.github.agentctl.client.ReconnectPolicy;
import io.github.agentctl.proto.HealthCheckResponse;
import io.github.agentctl.simulator.Fault;
import io.github.agentctl.simulator.SimulatedAgent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that connects again, on each wire, by the wire's own way to the socket and by a transport of ours. */
@Timeout(60)
class ReconnectIT {
    @TempDir
    private Path directory;

    private final AtomicInteger calls = new AtomicInteger();
    private final CountDownLatch called = new CountDownLatch(1);
    private @Nullable SimulatedAgent agent;

    @AfterEach
    void stop() {
        if (agent != null) {
            agent.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"ttrpc,", "grpc,", "grpc, jdk"})
    void replacesALostConnectionAndSendsNothingTwice(String wire, @Nullable String transport)
            throws InterruptedException {
        Endpoint address = new Endpoint.Unix(directory.resolve("agent.sock").toString());
        start(address, wire).fault(Fault.on("Check").hang());
        try (AgentClient client = AgentClient.builder(address)
                .wire(wire)
                .transport(transport)
                .reconnect(ReconnectPolicy.atNextCall().pauses(Duration.ZERO, Duration.ZERO))
                .connect()) {
            CompletableFuture<HealthCheckResponse> inFlight = client.checkAsync();
            called.await();
            start(address, wire);

            // A server of gRPC that is stopped may still answer, with CANCELLED.
            assertThat(inFlight)
                    .failsWithin(Duration.ofSeconds(30))
                    .withThrowableThat()
                    .withCauseInstanceOf(CallException.class);
            assertThat(client.check().getStatus()).isEqualTo(HealthCheckResponse.ServingStatus.SERVING);
        }
        assertThat(calls).hasValue(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ttrpc", "grpc"})
    void namesTheAddressThatCannotBeReachedAgain(String wire) {
        Endpoint address = new Endpoint.Unix(directory.resolve("agent.sock").toString());
        start(address, wire);
        try (AgentClient client = AgentClient.builder(address)
                .wire(wire)
                .reconnect(ReconnectPolicy.atNextCall().limit(Duration.ofMillis(20)))
                .connect()) {
            client.check();
            stop();

            // May still run into the loss itself.
            assertThatThrownBy(client::check).isInstanceOf(CallException.class);
            assertThatThrownBy(client::check)
                    .hasMessageContaining("the connection to " + address + " was lost and not made again: ");
        }
    }

    private SimulatedAgent start(Endpoint address, String wire) {
        stop();
        agent = SimulatedAgent.builder()
                .onCall(call -> {
                    calls.incrementAndGet();
                    called.countDown();
                })
                .serve(
                        Transports.installed()
                                .select(address, null, Transports.Purpose.LISTEN)
                                .listen(address),
                        Wires.installed().select(wire));
        return agent;
    }
}
