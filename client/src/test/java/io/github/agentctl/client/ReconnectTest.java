// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.agentctl.api.CallException;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.TransportProvider;
import io.github.agentctl.api.transport.Transports;
import io.github.agentctl.proto.CheckRequest;
import io.github.agentctl.proto.HealthCheckResponse;
import io.github.agentctl.proto.HealthGrpc;
import io.github.agentctl.simulator.Fault;
import io.github.agentctl.simulator.SimTransportProvider;
import io.github.agentctl.simulator.SimulatedAgent;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A client and an agent that goes away, and comes back or does not. */
@Timeout(60)
class ReconnectTest {
    private static final Endpoint ADDRESS = Endpoint.parse("sim://reconnect");
    private static final ReconnectPolicy.AtNextCall AT_ONCE =
            ReconnectPolicy.atNextCall().pauses(Duration.ZERO, Duration.ZERO);

    private final TransportProvider real = new SimTransportProvider();
    private final AtomicInteger checks = new AtomicInteger();
    private final CountDownLatch called = new CountDownLatch(1);
    private final Dials dials = new Dials(real);
    private SimulatedAgent agent = start();

    @AfterEach
    void stop() {
        dials.gate.countDown();
        agent.close();
    }

    @Test
    void failsFromThenOnWhereNothingElseIsSaid() {
        try (AgentClient client = client(ReconnectPolicy.failFast())) {
            restart();

            assertUnavailable(client);
            assertUnavailable(client);
        }
        assertThat(dials.count).hasValue(1);
    }

    @Test
    void connectsAgainAtTheNextCallAlsoWhereNobodyNoticedTheLoss() {
        try (AgentClient client = client(AT_ONCE)) {
            for (int restarts = 0; restarts < 3; restarts++) {
                restart();
                assertThat(serving(client.check())).isTrue();
                restart();
                assertThat(serving(client.checkAsync().join())).isTrue();
            }
        }
        assertThat(dials.count).hasValue(7);
    }

    @Test
    void sendsACallThatWasInFlightNeverAgain() throws InterruptedException {
        agent.fault(Fault.on("Check").hang());
        try (AgentClient client = client(AT_ONCE)) {
            CompletableFuture<HealthCheckResponse> inFlight = client.checkAsync();
            called.await();
            restart();

            assertThat(inFlight)
                    .failsWithin(Duration.ofSeconds(30))
                    .withThrowableThat()
                    .havingCause()
                    .isInstanceOfSatisfying(CallException.class, ReconnectTest::isUnavailable);
            assertThat(serving(client.check())).isTrue();
        }
        assertThat(checks).hasValue(2);
    }

    @Test
    void connectsOnceForAllWhoWait() {
        try (AgentClient client = client(AT_ONCE)) {
            dials.hold();
            restart();
            List<CompletableFuture<HealthCheckResponse>> waiting =
                    IntStream.range(0, 100).mapToObj(i -> client.checkAsync()).toList();
            dials.gate.countDown();

            assertThat(waiting).allSatisfy(reply -> assertThat(reply).succeedsWithin(Duration.ofSeconds(30)));
        }
        assertThat(dials.count).hasValue(2);
    }

    @Test
    void saysWhyThereIsNoConnectionAndPausesBeforeTheNextAttempt() {
        ReconnectPolicy patient = ReconnectPolicy.atNextCall()
                .limit(Duration.ofMillis(20))
                .pauses(Duration.ofHours(1), Duration.ofHours(2));
        try (AgentClient client = client(AT_ONCE.limit(Duration.ofMillis(20)));
                AgentClient other = client(patient)) {
            agent.close();

            assertThatThrownBy(client::check)
                    .hasMessageContaining("the connection to sim://reconnect was lost and not made again")
                    .hasMessageContaining("nothing in this process listens there")
                    .hasMessageContaining("the next call tries again")
                    .isInstanceOfSatisfying(CallException.class, ReconnectTest::isUnavailable);
            int tried = dials.count.get();
            assertThatThrownBy(other::check)
                    .hasMessageContaining("the next attempt may begin in ")
                    .isInstanceOfSatisfying(CallException.class, ReconnectTest::isUnavailable);
            assertThat(dials.count).hasValue(tried);
        }
    }

    @Test
    void endsACallAtItsDeadlineThoughNobodyIsThereYet() {
        try (AgentClient client = client(AT_ONCE)) {
            // Else the agent may go before it has taken the connection, and the client cannot see that it has gone.
            client.check();
            dials.hold();
            restart();

            CallException failure = catchThrowableOfType(
                    CallException.class,
                    () -> client.within(Duration.ofMillis(20)).check());
            assertThat(failure.status().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
            dials.gate.countDown();
            assertThat(serving(client.check())).isTrue();
        }
        assertThat(dials.count).hasValue(2);
    }

    @Test
    void endsACallOnAnInterruptAndKeepsTheFlag() {
        try (AgentClient client = client(AT_ONCE)) {
            // Else the agent may go before it has taken the connection, and the client cannot see that it has gone.
            client.check();
            dials.hold();
            restart();

            Thread.currentThread().interrupt();
            CallException failure = catchThrowableOfType(CallException.class, client::check);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(failure.status().getCode()).isEqualTo(Status.Code.CANCELLED);
            dials.gate.countDown();
            assertThat(serving(client.check())).isTrue();
        }
    }

    @Test
    void sendsNothingForAFutureThatIsCancelledBeforeThereIsAConnection() {
        try (AgentClient client = client(AT_ONCE)) {
            dials.hold();
            restart();
            CompletableFuture<HealthCheckResponse> reply = client.checkAsync();

            assertThat(reply.cancel(true)).isTrue();
            dials.gate.countDown();
            assertThat(serving(client.check())).isTrue();
        }
        assertThat(checks).hasValue(1);
    }

    @Test
    void endsTheCallsThatWaitWhenItIsClosed() {
        AgentClient client = client(AT_ONCE);
        dials.hold();
        restart();
        CompletableFuture<HealthCheckResponse> reply = client.checkAsync();
        client.close();

        assertThat(reply)
                .failsWithin(Duration.ofSeconds(30))
                .withThrowableThat()
                .havingCause()
                .withMessageContaining("the client is closed");
        assertThatThrownBy(client::check).hasMessageContaining("the client is closed");
        assertThat(dials.interrupted).succeedsWithin(Duration.ofSeconds(30));
    }

    @Test
    void servesEveryKindOfStubAfterALoss() throws Exception {
        CheckRequest request = CheckRequest.getDefaultInstance();
        try (AgentClient client = client(AT_ONCE)) {
            restart();
            assertThat(serving(HealthGrpc.newBlockingStub(client.channel()).check(request)))
                    .isTrue();
            restart();
            assertThat(serving(HealthGrpc.newBlockingV2Stub(client.channel()).check(request)))
                    .isTrue();
            restart();
            assertThat(serving(HealthGrpc.newFutureStub(client.channel())
                            .check(request)
                            .get(30, TimeUnit.SECONDS)))
                    .isTrue();
        }
    }

    private AgentClient client(ReconnectPolicy policy) {
        return AgentClient.builder(ADDRESS)
                .transports(new Transports(List.of(dials)))
                .reconnect(policy)
                .connect();
    }

    private SimulatedAgent start() {
        return SimulatedAgent.builder()
                .onCall(call -> {
                    checks.incrementAndGet();
                    called.countDown();
                })
                .serve(real.listen(ADDRESS));
    }

    private void restart() {
        agent.close();
        agent = start();
    }

    private static boolean serving(HealthCheckResponse reply) {
        return reply.getStatus() == HealthCheckResponse.ServingStatus.SERVING;
    }

    private static void assertUnavailable(AgentClient client) {
        assertThatThrownBy(client::check).isInstanceOfSatisfying(CallException.class, ReconnectTest::isUnavailable);
    }

    private static void isUnavailable(CallException failure) {
        assertThat(failure.status().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    }
}
