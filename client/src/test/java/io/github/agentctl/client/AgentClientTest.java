// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.google.protobuf.Message;
import io.github.agentctl.api.Call;
import io.github.agentctl.api.CallCodec;
import io.github.agentctl.api.CallException;
import io.github.agentctl.api.SpecificationException;
import io.github.agentctl.api.WireProvider;
import io.github.agentctl.api.transport.Availability;
import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.TransportProvider;
import io.github.agentctl.api.transport.Transports;
import io.github.agentctl.proto.CheckRequest;
import io.github.agentctl.proto.HealthCheckResponse;
import io.github.agentctl.proto.HealthGrpc;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.Deadline;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AgentClientTest {
    private static final MethodDescriptor<CheckRequest, HealthCheckResponse> CHECK = HealthGrpc.getCheckMethod();
    private static final CheckRequest REQUEST =
            CheckRequest.newBuilder().setService("s").build();
    private static final HealthCheckResponse REPLY = HealthCheckResponse.newBuilder()
            .setStatus(HealthCheckResponse.ServingStatus.SERVING)
            .build();

    private final CallCodec codec = mock(CallCodec.class);

    @Test
    void givesTheReplyToTheOneWhoWaits() {
        ScriptedChannel channel = new ScriptedChannel(REPLY, Status.OK);

        try (AgentClient agent = client(channel)) {
            assertThat(agent.call(CHECK, CallOptions.DEFAULT, REQUEST)).isEqualTo(REPLY);
        }
        assertThat(channel.requests).containsExactly(REQUEST);
    }

    @Test
    void saysWhichCallFailedAndHow() {
        ScriptedChannel channel = new ScriptedChannel(null, Status.NOT_FOUND.withDescription("InvalidExecId"));

        assertThatThrownBy(() -> client(channel).call(CHECK, CallOptions.DEFAULT, REQUEST))
                .hasMessage("Check failed: NOT_FOUND: InvalidExecId")
                .asInstanceOf(InstanceOfAssertFactories.type(CallException.class))
                .satisfies(e -> assertThat(e.method()).isEqualTo("grpc.Health/Check"))
                .satisfies(e -> assertThat(e.status().getCode()).isEqualTo(Status.Code.NOT_FOUND));
    }

    @Test
    void sendsNoNullForAnEmptyRequest() {
        ScriptedChannel channel = new ScriptedChannel(REPLY, Status.OK);
        AgentClient agent = client(channel);

        assertThatNullPointerException()
                .isThrownBy(() -> agent.createSandbox(null))
                .withMessage("request is null");
        assertThatNullPointerException().isThrownBy(() -> agent.createSandboxAsync(null));
        assertThat(channel.requests).isEmpty();
    }

    @Test
    void completesAFuture() {
        assertThat(client(new ScriptedChannel(REPLY, Status.OK)).callAsync(CHECK, CallOptions.DEFAULT, REQUEST))
                .isCompletedWithValue(REPLY);
    }

    @Test
    void failsAFutureWithTheStatus() {
        assertThat(client(new ScriptedChannel(null, Status.UNAVAILABLE)).callAsync(CHECK, CallOptions.DEFAULT, REQUEST))
                .isCompletedExceptionally()
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(CallException.class);
    }

    @Test
    void cancelsTheCallWithItsFuture() {
        ScriptedChannel channel = new ScriptedChannel(null, null);
        CompletableFuture<HealthCheckResponse> reply = client(channel).callAsync(CHECK, CallOptions.DEFAULT, REQUEST);

        assertThat(reply.cancel(true)).isTrue();

        assertThat(reply).isCancelled();
        assertThat(channel.cancelled).containsExactly("cancelled by the caller");
    }

    @Test
    void callsByNameOnceForEachRequestAndGivesTheLastReply() {
        ScriptedChannel channel = new ScriptedChannel(REPLY, Status.OK);
        when(codec.decode("Check", "service=s")).thenReturn(new Call(untyped(), List.of(REQUEST, REQUEST)));

        assertThat(client(channel).call("Check", "service=s")).isEqualTo(REPLY);

        assertThat(channel.requests).hasSize(2);
    }

    @Test
    void refusesANameWithNothingToSend() {
        when(codec.decode("Check", "")).thenReturn(new Call(untyped(), List.of()));

        assertThatThrownBy(() -> client(new ScriptedChannel(REPLY, Status.OK)).call("Check", ""))
                .isInstanceOf(SpecificationException.class);
    }

    @Test
    void saysThatNoCodecIsInstalled() {
        AgentClient agent = builder(new ScriptedChannel(REPLY, Status.OK), null).connect();

        assertThatThrownBy(() -> agent.call("Check", ""))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("agentctl-codec");
    }

    @Test
    void closesTheChannelWithItself() {
        ScriptedChannel channel = new ScriptedChannel(REPLY, Status.OK);

        client(channel).close();

        assertThat(channel.isShutdown()).isTrue();
    }

    @Test
    void closesTheConnectionThatTheWireRefuses() {
        Connection connection = mock(Connection.class);
        WireProvider wire = wire("ttrpc");
        when(wire.connect(connection)).thenThrow(new IllegalStateException("no"));

        assertThatThrownBy(() -> AgentClient.builder("mock:")
                        .transports(new Transports(List.of(transport(connection))))
                        .wires(List.of(wire))
                        .connect())
                .hasMessage("no");

        verify(connection).close();
    }

    @Test
    void takesTheWireThatIsNamed() {
        Connection connection = mock(Connection.class);
        ScriptedChannel channel = new ScriptedChannel(REPLY, Status.OK);
        WireProvider other = wire("other");
        when(other.connect(connection)).thenReturn(channel);

        AgentClient agent = AgentClient.builder("mock:")
                .transports(new Transports(List.of(transport(connection))))
                .wires(List.of(wire("ttrpc"), other))
                .wire("other")
                .connect();

        assertThat(agent.check()).isEqualTo(REPLY);
        assertThat(channel.requests).hasSize(1);
    }

    @Test
    void takesTheWiresOwnWayWhereItHasOne() {
        Connection connection = mock(Connection.class);
        ScriptedChannel dialled = new ScriptedChannel(REPLY, Status.OK);
        WireProvider wire = wire("ttrpc");
        when(wire.dial(any(), any())).thenReturn(Optional.of(dialled));
        when(wire.connect(connection)).thenReturn(new ScriptedChannel(REPLY, Status.OK));
        AgentClientBuilder builder = AgentClient.builder("mock:")
                .transports(new Transports(List.of(transport(connection))))
                .wires(List.of(wire));

        builder.connect().check();
        assertThat(dialled.requests).hasSize(1);
        builder.transport("mocked").connect().check();
        assertThat(dialled.requests).hasSize(1);
    }

    @Test
    void saysWhichModuleBringsAWire() {
        assertThatThrownBy(() -> AgentClient.builder("mock:")
                        .transports(new Transports(List.of(transport(mock(Connection.class)))))
                        .wires(List.of(wire("ttrpc")))
                        .wire("grpc")
                        .connect())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the wire 'grpc' is not installed (module agentctl-grpc); installed are: ttrpc");
    }

    @Test
    void saysWhichWiresThereAre() {
        assertThatThrownBy(() -> AgentClient.builder("mock:")
                        .transports(new Transports(List.of(transport(mock(Connection.class)))))
                        .wires(List.of(wire("a"), wire("b")))
                        .wire("c")
                        .connect())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the wire 'c' is not installed; installed are: a, b");
    }

    @Test
    void limitsTheCallsThatBringNoLimit() {
        ScriptedChannel channel = new ScriptedChannel(REPLY, Status.OK);
        try (AgentClient agent =
                builder(channel, null).callTimeout(Duration.ofMinutes(1)).connect()) {
            agent.check();
            agent.within(Duration.ofHours(1)).check();
            agent.within(Duration.ZERO).checkAsync().join();
            HealthGrpc.newBlockingStub(agent.channel())
                    .withDeadlineAfter(1, TimeUnit.DAYS)
                    .check(REQUEST);
        }

        assertThat(channel.options.stream().map(CallOptions::getDeadline).map(AgentClientTest::minutes))
                .containsExactly(1L, 60L, null, 1440L);
    }

    @Test
    void limitsNothingWithoutBeingAsked() {
        ScriptedChannel channel = new ScriptedChannel(REPLY, Status.OK);

        client(channel).check();

        assertThat(channel.options.get(0).getDeadline()).isNull();
    }

    @Test
    void refusesALimitBelowZero() {
        AgentClient agent = client(new ScriptedChannel(REPLY, Status.OK));

        assertThatThrownBy(() -> agent.within(Duration.ofSeconds(-1)))
                .hasMessage("limit is negative: PT-1S; zero is for ever");
    }

    @Test
    void runsListenersWhereItIsTold() {
        ScriptedChannel channel = new ScriptedChannel(REPLY, Status.OK);
        Executor threads = task -> {};
        Executor own = task -> {};
        try (AgentClient agent = builder(channel, null).executor(threads).connect()) {
            agent.checkAsync().join();
            agent.callAsync(CHECK, CallOptions.DEFAULT.withExecutor(own), REQUEST)
                    .join();
        }

        assertThat(channel.options.stream().map(CallOptions::getExecutor)).containsExactly(threads, own);
    }

    @Test
    void showsInterceptorsEachCallWithItsDeadlineTheLastOneFirst() {
        List<String> seen = new ArrayList<>();
        ScriptedChannel channel = new ScriptedChannel(REPLY, Status.OK);
        try (AgentClient agent = builder(channel, null)
                .callTimeout(Duration.ofMinutes(1))
                .intercept(noting("first", seen), noting("second", seen))
                .intercept(noting("third", seen))
                .connect()) {
            agent.check();
            HealthGrpc.newBlockingStub(agent.channel()).check(REQUEST);
        }

        assertThat(seen)
                .containsExactly(
                        "third Check 1",
                        "second Check 1",
                        "first Check 1",
                        "third Check 1",
                        "second Check 1",
                        "first Check 1");
    }

    private static ClientInterceptor noting(String name, List<String> seen) {
        return new ClientInterceptor() {
            @Override
            public <Q, A> ClientCall<Q, A> interceptCall(
                    MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
                seen.add(name + " " + method.getBareMethodName() + " " + minutes(options.getDeadline()));
                return next.newCall(method, options);
            }
        };
    }

    private static @Nullable Long minutes(@Nullable Deadline deadline) {
        return deadline == null ? null : Math.round(deadline.timeRemaining(TimeUnit.SECONDS) / 60.0);
    }

    private AgentClient client(ScriptedChannel channel) {
        return builder(channel, codec).connect();
    }

    private static AgentClientBuilder builder(ScriptedChannel channel, @Nullable CallCodec codec) {
        Connection connection = mock(Connection.class);
        WireProvider wire = wire("ttrpc");
        when(wire.connect(connection)).thenReturn(channel);
        AgentClientBuilder builder = AgentClient.builder("mock:")
                .transports(new Transports(List.of(transport(connection))))
                .wires(List.of(wire));
        return codec == null ? builder : builder.codec(codec);
    }

    private static WireProvider wire(String name) {
        WireProvider wire = mock(WireProvider.class);
        when(wire.name()).thenReturn(name);
        when(wire.connect(any(), any())).thenCallRealMethod();
        return wire;
    }

    private static TransportProvider transport(Connection connection) {
        TransportProvider transport = mock(TransportProvider.class);
        when(transport.name()).thenReturn("mocked");
        when(transport.schemes()).thenReturn(Set.of("mock"));
        when(transport.supports(any())).thenReturn(true);
        when(transport.availability()).thenReturn(new Availability.Available());
        when(transport.connect(any(), any())).thenReturn(connection);
        return transport;
    }

    @SuppressWarnings("unchecked") // a generated method is one of messages
    private static MethodDescriptor<Message, Message> untyped() {
        return (MethodDescriptor<Message, Message>) (MethodDescriptor<?, ?>) CHECK;
    }
}
