// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.grpc;

import static java.util.Objects.requireNonNull;

import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Endpoint;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ConnectivityState;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A gRPC client over one connection, as grpc-java's own, but for this: a connection that is lost is not made anew. Every
 * call ends with {@code UNAVAILABLE} and the cause then, and later ones fail at once. Thread-safe.
 */
final class GrpcChannel extends ManagedChannel {
    /** From so many days on grpc-java does not end a channel that is idle. */
    private static final int NEVER_IDLE_DAYS = 31;

    private final Endpoint endpoint;
    private final Loss loss;
    private final AtomicBoolean taken = new AtomicBoolean();
    private final Runnable whenUnused;
    private final ManagedChannel channel;

    /** Whether it was its owner that ended it, and no loss. */
    private volatile boolean closedHere;

    @SuppressWarnings("NullAway") // Without a value, Netty forgets an option.
    private GrpcChannel(
            Endpoint endpoint,
            SocketAddress address,
            EventLoopGroup loops,
            Supplier<Channel> beneath,
            Runnable whenUnused) {
        this.endpoint = endpoint;
        this.whenUnused = whenUnused;
        this.loss = new Loss(endpoint, this::lost);
        this.channel = NettyChannelBuilder.forAddress(address)
                .eventLoopGroup(loops)
                .channelFactory(() -> take(beneath))
                // grpc-java asks every socket for it, and Netty warns of those that have none.
                .withOption(ChannelOption.SO_KEEPALIVE, null)
                .withOption(ChannelOption.WRITE_BUFFER_WATER_MARK, ReadPause.MARK)
                .overrideAuthority("localhost")
                .usePlaintext()
                .disableServiceConfigLookUp()
                .disableRetry()
                .idleTimeout(NEVER_IDLE_DAYS, TimeUnit.DAYS)
                .maxInboundMessageSize(Limits.MESSAGE)
                .maxInboundMetadataSize(Limits.METADATA)
                .build();
    }

    /** A channel that owns this connection from now on. */
    static GrpcChannel over(Connection connection) {
        requireNonNull(connection, "connection is null");
        return new GrpcChannel(
                connection.endpoint(),
                new EndpointAddress(connection.endpoint()),
                Threads.clientLoops(),
                () -> new ConnectionChannel(connection),
                connection::close);
    }

    /** A channel to an address of a kind that Netty knows. */
    static GrpcChannel to(Endpoint endpoint, SocketAddress address, EventLoopGroup loops, Supplier<Channel> beneath) {
        return new GrpcChannel(endpoint, address, loops, beneath, () -> {});
    }

    Endpoint endpoint() {
        return endpoint;
    }

    /** Whether there was a connection, ever. */
    boolean wasConnected() {
        return loss.wasConnected();
    }

    /** What went wrong with the connection first; null while nothing did. */
    @Nullable
    Throwable failure() {
        return loss.cause();
    }

    private Channel take(Supplier<Channel> beneath) {
        if (!taken.compareAndSet(false, true)) {
            Status lost = loss.status();
            throw (lost == null ? Status.UNAVAILABLE.withDescription("there is no second connection") : lost)
                    .asRuntimeException();
        }
        Channel made = beneath.get();
        made.pipeline().addFirst(loss, new ReadPause());
        return made;
    }

    /** Lets the calls end by themselves, which they do right after this, and makes grpc-java try no second time. */
    private void lost() {
        channel.shutdown();
    }

    @Override
    public <Q, A> ClientCall<Q, A> newCall(MethodDescriptor<Q, A> method, CallOptions options) {
        Status lost = lossOfAll();
        if (lost != null) {
            return new FailedCall<>(lost, options);
        }
        Answered answered = new Answered();
        CallOptions own = options.withStreamTracerFactory(answered)
                // There is no other connection to wait for.
                .withoutWaitForReady();
        CallOptions limited =
                own.getMaxOutboundMessageSize() == null ? own.withMaxOutboundMessageSize(Limits.MESSAGE) : own;
        return new SimpleForwardingClientCall<>(channel.newCall(method, limited)) {
            @Override
            public void start(Listener<A> listener, Metadata headers) {
                super.start(
                        new SimpleForwardingClientCallListener<>(listener) {
                            @Override
                            public void onClose(Status status, Metadata trailers) {
                                super.onClose(answered.byPeer() ? status : told(status), trailers);
                            }
                        },
                        headers);
            }
        };
    }

    /** Null also where the end was asked for. */
    private @Nullable Status lossOfAll() {
        return closedHere ? null : loss.status();
    }

    /** The status as ttrpc has it, where grpc-java's own differs: no word of the peer's. */
    private Status told(Status status) {
        Status lost = lossOfAll();
        if (lost != null
                && (status.getCode() == Status.Code.UNAVAILABLE
                        || status.getCause() instanceof ClosedChannelException)) {
            return lost;
        }
        boolean tooLarge = status.getCode() == Status.Code.CANCELLED
                && status.getCause() instanceof StatusRuntimeException e
                && e.getStatus().getCode() == Status.Code.RESOURCE_EXHAUSTED;
        return tooLarge ? Status.fromThrowable(status.getCause()) : status;
    }

    @Override
    public String authority() {
        return channel.authority();
    }

    @Override
    public ConnectivityState getState(boolean connect) {
        ConnectivityState state = channel.getState(connect);
        return loss.status() == null ? state : ConnectivityState.SHUTDOWN;
    }

    @Override
    public void notifyWhenStateChanged(ConnectivityState source, Runnable callback) {
        channel.notifyWhenStateChanged(source, callback);
    }

    @Override
    public GrpcChannel shutdown() {
        closing();
        channel.shutdown();
        closeUnused();
        return this;
    }

    @Override
    public GrpcChannel shutdownNow() {
        closing();
        channel.shutdownNow();
        // grpc-java waits for calls that the server lets nobody begin.
        loss.close();
        closeUnused();
        return this;
    }

    private void closing() {
        if (loss.status() == null) {
            closedHere = true;
        }
    }

    /** Without a call, grpc-java has not even looked at the connection. */
    private void closeUnused() {
        if (taken.compareAndSet(false, true)) {
            whenUnused.run();
        }
    }

    @Override
    public boolean isShutdown() {
        return channel.isShutdown();
    }

    @Override
    public boolean isTerminated() {
        return channel.isTerminated();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return channel.awaitTermination(timeout, unit);
    }
}
