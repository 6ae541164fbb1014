// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.grpc;

import io.github.agentctl.api.transport.Listener;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.ChannelOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A gRPC server on one listener, as grpc-java's own; but the listener is closed by the time that a shutdown returns. */
final class GrpcServer extends Server {
    private final Listener listener;
    private final Server server;

    @SuppressWarnings("NullAway") // Without a value, Netty forgets an option.
    GrpcServer(Listener listener, List<ServerServiceDefinition> services) {
        this.listener = listener;
        this.server = NettyServerBuilder.forAddress(new EndpointAddress(listener.endpoint()))
                .channelFactory(() -> new ListenerChannel(listener))
                .bossEventLoopGroup(Threads.serverLoops())
                .workerEventLoopGroup(Threads.serverLoops())
                // grpc-java asks every socket for it, and Netty warns of those that have none.
                .withChildOption(ChannelOption.SO_KEEPALIVE, null)
                .addServices(services)
                .maxInboundMessageSize(Limits.MESSAGE)
                .maxInboundMetadataSize(Limits.METADATA)
                .maxConcurrentCallsPerConnection(Limits.CALLS_PER_CONNECTION)
                .build();
    }

    @Override
    public GrpcServer start() {
        try {
            server.start();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException("a listener is bound already", e);
        }
    }

    @Override
    public List<ServerServiceDefinition> getServices() {
        return server.getServices();
    }

    @Override
    public List<ServerServiceDefinition> getImmutableServices() {
        return server.getImmutableServices();
    }

    @Override
    public GrpcServer shutdown() {
        listener.close();
        server.shutdown();
        return this;
    }

    @Override
    public GrpcServer shutdownNow() {
        listener.close();
        server.shutdownNow();
        return this;
    }

    @Override
    public boolean isShutdown() {
        return server.isShutdown();
    }

    @Override
    public boolean isTerminated() {
        return server.isTerminated();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return server.awaitTermination(timeout, unit);
    }

    @Override
    public void awaitTermination() throws InterruptedException {
        server.awaitTermination();
    }
}
