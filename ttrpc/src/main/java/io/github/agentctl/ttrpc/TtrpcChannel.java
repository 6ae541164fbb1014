// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import static java.util.Objects.requireNonNull;

import io.github.agentctl.api.transport.Connection;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A ttrpc client over one connection. Every grpc-java stub, of each of the four kinds of call, and every client
 * interceptor works on it; many calls may be in flight at once. Thread-safe.
 *
 * <p>What is its own: deadlines travel as {@code timeout_nano}; metadata of the request travels, that of the reply does
 * not exist; a message may have 4 MiB, one of a unary call that less its envelope, in both directions ({@code
 * RESOURCE_EXHAUSTED}); cancelling tells the peer nothing (the protocol has no frame for it), its late reply is dropped. A lost connection ends every
 * call with {@code UNAVAILABLE} and is not made anew: later calls fail at once. Call credentials and compression are
 * not part of ttrpc; the first make a call fail, the second is not used.
 *
 * <p>Streams: what a caller sends is never waited for; {@code isReady} and {@code onReady} tell when it piles up. ttrpc
 * cannot hold back the sender of one stream alone. So a listener that takes nothing for half a second while 4 MiB of its
 * stream's messages wait loses that stream, with {@code RESOURCE_EXHAUSTED}; for one that takes them more slowly than
 * they come the whole connection waits until half of them are taken, for a second at most, and then it ends too. Cancelling tells the server nothing, as said; end a stream with
 * {@code halfClose} where the server should know.
 *
 * <p>A blocking stub's unary calls run wholly on the calling thread. An interrupt ends such a call with {@code CANCELLED};
 * the connection lives. Of a stream a blocking stub hears on its own thread what was there when it asked, the rest on the
 * call's executor. For a blocking call on a virtual thread the connection's reader thread reads.
 */
public final class TtrpcChannel extends ManagedChannel {
    private final Connection connection;
    private final Executor executor;
    private final ClientConnection engine;
    private final Map<String, byte[]> targets = new ConcurrentHashMap<>();
    private final Runnable whenForgotten = this::callEnded;
    private final CountDownLatch terminated = new CountDownLatch(1);
    private volatile boolean shutdown;

    /** A channel that owns the connection from now on. Listeners of asynchronous calls run on daemon threads. */
    public TtrpcChannel(Connection connection) {
        this(new Builder(connection));
    }

    private TtrpcChannel(Builder builder) {
        this.connection = builder.connection;
        this.executor = builder.executor;
        this.engine = new ClientConnection(connection, builder.firstStreamId, builder.trace, terminated::countDown);
    }

    /** A channel that owns this connection once it is built. */
    public static Builder builder(Connection connection) {
        return new Builder(connection);
    }

    /** What a channel is made of. Not thread-safe. */
    public static final class Builder {
        private final Connection connection;
        private Executor executor = Threads.shared();
        private @Nullable FrameTrace trace;
        private int firstStreamId = 1;

        private Builder(Connection connection) {
            this.connection = requireNonNull(connection, "connection is null");
        }

        /** Where listeners run whose call brings no executor of its own; without it, on daemon threads. */
        public Builder executor(Executor executor) {
            this.executor = requireNonNull(executor, "executor is null");
            return this;
        }

        /** Sees each frame. Without it, nothing is traced, at no cost. */
        public Builder trace(FrameTrace trace) {
            this.trace = requireNonNull(trace, "trace is null");
            return this;
        }

        /** For tests of what becomes of the last ones. Odd, and unsigned. */
        Builder firstStreamId(int id) {
            this.firstStreamId = id;
            return this;
        }

        /** The channel. */
        public TtrpcChannel build() {
            return new TtrpcChannel(this);
        }
    }

    @Override
    public <Q, A> ClientCall<Q, A> newCall(MethodDescriptor<Q, A> method, CallOptions options) {
        if (shutdown) {
            return new FailedCall<>(Status.UNAVAILABLE.withDescription("the channel is shut down"), executor(options));
        }
        if (options.getCredentials() != null) {
            return new FailedCall<>(
                    Status.UNIMPLEMENTED.withDescription("ttrpc carries no call credentials"), executor(options));
        }
        byte[] target = target(method);
        return method.getType() == MethodDescriptor.MethodType.UNARY
                ? new UnaryCall<>(engine, method, target, options, executor, whenForgotten)
                : new StreamCall<>(engine, method, target, options, executor, whenForgotten);
    }

    /** The text of the endpoint. */
    @Override
    public String authority() {
        return connection.endpoint().toString();
    }

    /** No new calls; the connection is closed when the open ones have ended. */
    @Override
    public TtrpcChannel shutdown() {
        shutdown = true;
        callEnded();
        return this;
    }

    /** Ends the open calls with {@code UNAVAILABLE} and closes the connection. */
    @Override
    public TtrpcChannel shutdownNow() {
        shutdown = true;
        engine.close(Status.UNAVAILABLE.withDescription("the channel was shut down"));
        return this;
    }

    @Override
    public boolean isShutdown() {
        return shutdown;
    }

    /**
     * {@code READY}, or {@code SHUTDOWN} once it is shut down, the connection is lost, or its stream ids are used up (after
     * 2,147,483,648 calls), for good. Looks at the connection where no call does; does not block.
     */
    @Override
    public ConnectivityState getState(boolean requestConnection) {
        if (!shutdown && engine.lost() == null) {
            engine.look();
        }
        return shutdown || engine.lost() != null || engine.isUsedUp()
                ? ConnectivityState.SHUTDOWN
                : ConnectivityState.READY;
    }

    @Override
    public boolean isTerminated() {
        return terminated.getCount() == 0;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return terminated.await(timeout, unit);
    }

    private void callEnded() {
        if (shutdown && engine.isIdle()) {
            engine.close(Status.UNAVAILABLE.withDescription("the channel was shut down"));
        }
    }

    private byte[] target(MethodDescriptor<?, ?> method) {
        return targets.computeIfAbsent(method.getFullMethodName(), name -> {
            int slash = name.lastIndexOf('/');
            return Wire.target(name.substring(0, Math.max(0, slash)), name.substring(slash + 1));
        });
    }

    private Executor executor(CallOptions options) {
        return options.getExecutor() == null ? executor : options.getExecutor();
    }
}
