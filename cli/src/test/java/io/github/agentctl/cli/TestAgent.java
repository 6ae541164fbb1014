// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import io.github.agentctl.api.WireProvider;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.Transports;
import io.github.agentctl.proto.CheckRequest;
import io.github.agentctl.proto.HealthCheckResponse;
import io.github.agentctl.proto.HealthGrpc;
import io.github.agentctl.proto.VersionCheckResponse;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.CountDownLatch;

/** An agent that is not to be trusted: Check does what the test wants, Version answers with what a terminal acts on. */
final class TestAgent extends HealthGrpc.HealthImplBase implements AutoCloseable {
    /** What Check does. */
    enum Manner {
        SERVE,
        FAIL,
        CLOSE,
        HANG
    }

    static final String NASTY = "\u001b[2J\u202ex\r\nerror: fake";

    final CountDownLatch called = new CountDownLatch(1);
    final CountDownLatch cancelled = new CountDownLatch(1);
    private final Manner manner;
    private final Status failure;
    private final Server server;

    private TestAgent(Endpoint endpoint, Manner manner, Status failure) {
        this.manner = manner;
        this.failure = failure;
        this.server = serve(endpoint, this);
    }

    static TestAgent on(Endpoint endpoint, Manner manner) {
        return new TestAgent(endpoint, manner, Status.OK);
    }

    static TestAgent failing(Endpoint endpoint, Status failure) {
        return new TestAgent(endpoint, Manner.FAIL, failure);
    }

    static Server serve(Endpoint endpoint, BindableService... services) {
        WireProvider wire = ServiceLoader.load(WireProvider.class).findFirst().orElseThrow();
        return wire.serve(
                Transports.installed().select(endpoint, null).listen(endpoint),
                List.of(services).stream().map(BindableService::bindService).toList());
    }

    @Override
    public void check(CheckRequest request, StreamObserver<HealthCheckResponse> reply) {
        ((ServerCallStreamObserver<HealthCheckResponse>) reply).setOnCancelHandler(cancelled::countDown);
        called.countDown();
        switch (manner) {
            case SERVE -> {
                reply.onNext(HealthCheckResponse.newBuilder()
                        .setStatus(HealthCheckResponse.ServingStatus.SERVING)
                        .build());
                reply.onCompleted();
            }
            case FAIL -> reply.onError(failure.asRuntimeException());
            case CLOSE -> close();
            case HANG -> {}
        }
    }

    @Override
    public void version(CheckRequest request, StreamObserver<VersionCheckResponse> reply) {
        reply.onNext(VersionCheckResponse.newBuilder().setAgentVersion(NASTY).build());
        reply.onCompleted();
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
