// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.github.agentctl.api.AgentPort;
import io.github.agentctl.api.CallException;
import io.github.agentctl.api.Wires;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.client.AgentClient;
import io.github.agentctl.proto.AgentServiceGrpc;
import io.github.agentctl.proto.GetMetricsRequest;
import io.github.agentctl.proto.GetOOMEventRequest;
import io.github.agentctl.proto.OOMEvent;
import io.github.agentctl.proto.ReadStreamRequest;
import io.github.agentctl.proto.ReadStreamResponse;
import io.github.agentctl.proto.StatsContainerRequest;
import io.github.agentctl.proto.WriteStreamRequest;
import io.github.agentctl.proto.WriteStreamResponse;
import io.github.agentctl.transport.tck.SkipReport;
import io.grpc.CallOptions;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What {@link AgentPort} promises: the same on each wire, wherever the two meet. */
@Timeout(60)
@ExtendWith(SkipReport.class)
abstract class AgentPortContract {
    private static final int LIMIT = 4 << 20;
    private static final int ENVELOPE = 1 << 10;
    private static final MethodDescriptor<ReadStreamRequest, ReadStreamResponse> READ =
            AgentServiceGrpc.getReadStdoutMethod();
    private static final MethodDescriptor<WriteStreamRequest, WriteStreamResponse> WRITE =
            AgentServiceGrpc.getWriteStdinMethod();
    private static final MethodDescriptor<GetOOMEventRequest, OOMEvent> HANG = AgentServiceGrpc.getGetOOMEventMethod();
    private static final GetOOMEventRequest NOTHING = GetOOMEventRequest.getDefaultInstance();

    private final String wire;
    private final Place place;
    private final ContractAgent peer = new ContractAgent();

    @TempDir
    private Path directory;

    private @Nullable Server server;
    private AgentPort agent;

    AgentPortContract(String wire, Place place) {
        this.wire = wire;
        this.place = place;
    }

    @BeforeEach
    void connect() {
        Endpoint endpoint = place.newAddress(directory);
        server = Wires.installed()
                .select(wire)
                .serve(place.listening(endpoint).listen(endpoint), List.of(peer.service()));
        agent = AgentClient.builder(endpoint)
                .wire(wire)
                .transport(place.transport)
                .connect();
    }

    @AfterEach
    void close() throws InterruptedException {
        Thread.interrupted();
        if (server != null) {
            agent.close();
            server.shutdownNow();
            assertThat(server.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void answersTheOneWhoWaits() {
        assertThat(read(3)).hasSize(3);
    }

    @Test
    void answersAFuture() {
        assertThat(agent.callAsync(READ, CallOptions.DEFAULT, request(5)))
                .succeedsWithin(10, TimeUnit.SECONDS)
                .satisfies(reply -> assertThat(reply.getData().size()).isEqualTo(5));
    }

    @Test
    void carriesEachKindOfStub() throws Exception {
        CompletableFuture<ReadStreamResponse> observed = new CompletableFuture<>();
        AgentServiceGrpc.newStub(agent.channel()).readStdout(request(1), completing(observed));

        assertThat(observed.get(10, TimeUnit.SECONDS).getData().size()).isEqualTo(1);
        assertThat(AgentServiceGrpc.newFutureStub(agent.channel())
                        .readStdout(request(2))
                        .get(10, TimeUnit.SECONDS)
                        .getData()
                        .size())
                .isEqualTo(2);
        assertThat(AgentServiceGrpc.newBlockingStub(agent.channel())
                        .readStdout(request(3))
                        .getData()
                        .size())
                .isEqualTo(3);
    }

    @Test
    void tellsTheStatusWithItsDetails() {
        CallException failure = failure(() -> agent.call(
                AgentServiceGrpc.getStatsContainerMethod(),
                CallOptions.DEFAULT,
                StatsContainerRequest.getDefaultInstance()));

        assertThat(failure.status().getCode()).isEqualTo(Status.Code.NOT_FOUND);
        assertThat(failure.status().getDescription()).isEqualTo(ContractAgent.DESCRIPTION);
        assertThat(StatusProto.fromThrowable(failure.getCause()).getDetailsList())
                .containsExactly(ContractAgent.DETAIL);
    }

    @Test
    void saysWhatTheAgentDoesNotHave() {
        for (String name : List.of("grpc.AgentService/NoSuchCall", "grpc.NoSuchService/Check")) {
            CallException failure = failure(() ->
                    agent.call(READ.toBuilder().setFullMethodName(name).build(), CallOptions.DEFAULT, request(1)));

            assertThat(failure.status().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
        }
        assertThat(read(1)).hasSize(1);
    }

    @Test
    void endsACallAtItsDeadlineAndTellsTheHandler() throws InterruptedException {
        CallException failure = failure(
                () -> agent.call(HANG, CallOptions.DEFAULT.withDeadlineAfter(500, TimeUnit.MILLISECONDS), NOTHING));

        assertThat(failure.status().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
        assertThat(peer.cancelled.await(10, TimeUnit.SECONDS)).isTrue();
        Deadline seen = peer.deadline.get();
        assertThat(seen).isNotNull();
        assertThat(seen.timeRemaining(TimeUnit.MILLISECONDS)).isLessThan(500);
        assertThat(read(1)).hasSize(1);
    }

    @Test
    void cancelsACallWithItsFuture() throws InterruptedException {
        CompletableFuture<OOMEvent> reply = agent.callAsync(HANG, CallOptions.DEFAULT, NOTHING);
        peer.hanging.await();

        assertThat(reply.cancel(true)).isTrue();

        assertThat(reply).isCancelled();
        assertThat(read(1)).hasSize(1);
    }

    @Test
    void endsACallWithItsCallersInterruptAndLives() {
        Thread caller = Thread.currentThread();
        CompletableFuture<Void> interrupter = CompletableFuture.runAsync(() -> {
            try {
                peer.hanging.await();
            } catch (InterruptedException e) {
                throw new CompletionException(e);
            }
            caller.interrupt();
        });

        CallException failure = failure(() -> agent.call(HANG, CallOptions.DEFAULT, NOTHING));

        assertThat(failure.status().getCode()).isEqualTo(Status.Code.CANCELLED);
        assertThat(Thread.interrupted()).isTrue();
        interrupter.join();
        assertThat(read(1)).hasSize(1);
    }

    @Test
    void carriesMetadataOfAnInterceptor() {
        Metadata headers = new Metadata();
        headers.put(ContractAgent.NOTE, "seen");
        var stub = AgentServiceGrpc.newBlockingStub(agent.channel())
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));

        assertThat(stub.getMetrics(GetMetricsRequest.getDefaultInstance()).getMetrics())
                .isEqualTo("seen");
    }

    @Test
    void carriesMessagesOfNearlyFourMebibytes() {
        assertThat(agent.call(WRITE, CallOptions.DEFAULT, data(LIMIT - ENVELOPE))
                        .getLen())
                .isEqualTo(LIMIT - ENVELOPE);
        assertThat(read(LIMIT - ENVELOPE)).hasSize(LIMIT - ENVELOPE);
    }

    @Test
    void refusesLargerOnesAndLives() {
        CallException request = failure(() -> agent.call(WRITE, CallOptions.DEFAULT, data(LIMIT + 1)));
        CallException reply = failure(() -> read(LIMIT + 1));

        assertThat(request.status().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(reply.status().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(read(1)).hasSize(1);
    }

    @Test
    void keepsManyCallsApart() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(16);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 1; i <= 200; i++) {
                int size = i;
                all.add(callers.submit(
                        () -> assertThat(read(size)).hasSize(size).containsOnly((byte) size)));
                all.add(agent.callAsync(READ, CallOptions.DEFAULT, request(size))
                        .thenAccept(reply -> assertThat(reply.getData().size()).isEqualTo(size)));
            }
            for (Future<?> one : all) {
                one.get(30, TimeUnit.SECONDS);
            }
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void endsWhatIsInFlightWhenItIsClosed() throws Exception {
        CompletableFuture<OOMEvent> reply = agent.callAsync(HANG, CallOptions.DEFAULT, NOTHING);
        peer.hanging.await();

        agent.close();
        agent.close();

        assertThat(statusOf(reply).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(peer.cancelled.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(failure(() -> read(1)).status().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    }

    @Test
    void endsWhatIsInFlightWhenTheConnectionIsLost() throws Exception {
        CompletableFuture<OOMEvent> reply = agent.callAsync(HANG, CallOptions.DEFAULT, NOTHING);
        peer.hanging.await();

        server.shutdownNow();

        Status status = statusOf(reply);
        assertThat(status.getCode()).isIn(Status.Code.UNAVAILABLE, Status.Code.CANCELLED);
        assertThat(server.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        // Nothing is made anew, however often one calls; and the cause tells that it was no word of the agent's.
        for (int i = 0; i < 3; i++) {
            Status later = failure(() -> read(1)).status();
            assertThat(later.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
            assertThat(later.getCause()).isNotNull();
        }
    }

    private byte[] read(int size) {
        return agent.call(READ, CallOptions.DEFAULT.withDeadlineAfter(30, TimeUnit.SECONDS), request(size))
                .getData()
                .toByteArray();
    }

    private static ReadStreamRequest request(int size) {
        return ReadStreamRequest.newBuilder().setLen(size).build();
    }

    private static WriteStreamRequest data(int size) {
        return WriteStreamRequest.newBuilder()
                .setData(ByteString.copyFrom(new byte[size]))
                .build();
    }

    private static CallException failure(Runnable call) {
        CallException[] caught = new CallException[1];
        assertThatThrownBy(call::run).isInstanceOfSatisfying(CallException.class, e -> caught[0] = e);
        return caught[0];
    }

    private static Status statusOf(CompletableFuture<?> reply) throws Exception {
        try {
            reply.get(10, TimeUnit.SECONDS);
            throw new AssertionError("the call has not failed");
        } catch (ExecutionException e) {
            return ((CallException) e.getCause()).status();
        }
    }

    private static <T> StreamObserver<T> completing(CompletableFuture<T> reply) {
        return new StreamObserver<>() {
            @Override
            public void onNext(T value) {
                reply.complete(value);
            }

            @Override
            public void onError(Throwable failure) {
                reply.completeExceptionally(failure);
            }

            @Override
            public void onCompleted() {}
        };
    }
}
