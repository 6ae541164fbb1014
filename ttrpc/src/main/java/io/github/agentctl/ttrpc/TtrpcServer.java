// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import static java.util.Objects.requireNonNull;

import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.Listener;
import io.github.agentctl.api.transport.PeerCredentials;
import io.grpc.Attributes;
import io.grpc.BindableService;
import io.grpc.Grpc;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A ttrpc server on one listener. Takes the services and server interceptors of grpc-java; handlers see the client's
 * deadline and the loss of its connection in {@link io.grpc.Context}. Thread-safe.
 *
 * <p>When a call's time is over the server answers {@code DEADLINE_EXCEEDED} itself and cancels the handler. A
 * connection that is lost, or half closed, cancels its handlers: that is how every ttrpc peer takes the end of a
 * stream. A client that does not read its replies is not read from either.
 */
public final class TtrpcServer extends Server {
    private static final Logger LOG = LoggerFactory.getLogger(TtrpcServer.class);

    /** Who the client of a call is, in {@code ServerCall.getAttributes()}; absent where the kernel does not say. */
    @Grpc.TransportAttr
    public static final Attributes.Key<PeerCredentials> PEER_CREDENTIALS =
            Attributes.Key.create("io.github.agentctl.ttrpc.peer-credentials");

    /** The address that the client of a call has reached, in {@code ServerCall.getAttributes()}. */
    @Grpc.TransportAttr
    public static final Attributes.Key<Endpoint> LOCAL_ENDPOINT =
            Attributes.Key.create("io.github.agentctl.ttrpc.local-endpoint");

    /**
     * The connection that a call came on, in {@code ServerCall.getAttributes()}, as its listener gave it: for what a
     * server keeps for each. Who reads from it or writes to it breaks the protocol.
     */
    @Grpc.TransportAttr
    public static final Attributes.Key<Connection> CONNECTION =
            Attributes.Key.create("io.github.agentctl.ttrpc.connection");

    private final Builder settings;
    private final Listener listener;
    private final ServerMemory memory = new ServerMemory();
    private final Set<ServerConnection> connections = ConcurrentHashMap.newKeySet();
    private final CountDownLatch accepting = new CountDownLatch(1);
    private final CountDownLatch terminated = new CountDownLatch(1);
    private volatile boolean started;

    private volatile boolean shutdown;

    /** A connection that is being accepted is closed, too. */
    private volatile boolean atOnce;

    private TtrpcServer(Builder builder) {
        this.settings = builder;
        this.listener = builder.listener;
    }

    /** A server on this listener, which it owns once it is started. */
    public static Builder builder(Listener listener) {
        return new Builder(requireNonNull(listener, "listener is null"));
    }

    /** What a server is made of. Not thread-safe. */
    public static final class Builder {
        /** Each has a buffer and a frame that begins; in a heap of less than 512 MiB there is room for fewer. */
        private static final int CONNECTIONS =
                (int) Math.min(1024, Math.max(16, Runtime.getRuntime().maxMemory() >> 19));

        private static final int CALLS_PER_CONNECTION = 16_384;

        final Listener listener;
        Map<String, ServerServiceDefinition> services = new HashMap<>();
        Executor executor = Threads.shared();

        @Nullable
        FrameTrace trace;

        int maxConnections = CONNECTIONS;
        int maxCallsPerConnection = CALLS_PER_CONNECTION;

        private Builder(Listener listener) {
            this.listener = listener;
        }

        private Builder(Builder other) {
            this.listener = other.listener;
            this.services = Map.copyOf(other.services);
            this.executor = other.executor;
            this.trace = other.trace;
            this.maxConnections = other.maxConnections;
            this.maxCallsPerConnection = other.maxCallsPerConnection;
        }

        /** Adds a service; one of the same name replaces it. */
        public Builder addService(BindableService service) {
            return addService(service.bindService());
        }

        /** Adds a service; one of the same name replaces it. */
        public Builder addService(ServerServiceDefinition service) {
            services.put(service.getServiceDescriptor().getName(), service);
            return this;
        }

        /**
         * Where handlers run, one task at a time for each call; without it, each busy call has a daemon thread. The
         * executor stays the caller's to shut down. {@link #virtualThreads} is an executor of its own kind.
         */
        public Builder executor(Executor executor) {
            this.executor = requireNonNull(executor, "executor is null");
            return this;
        }

        /** Handlers run on virtual threads where the JDK has them (21 and later); elsewhere nothing changes. */
        public Builder virtualThreads() {
            this.executor = Threads.virtual();
            return this;
        }

        /** Sees each frame of each connection. Without it, nothing is traced, at no cost. */
        public Builder trace(FrameTrace trace) {
            this.trace = requireNonNull(trace, "trace is null");
            return this;
        }

        /**
         * How many connections may be open at once; a further one is closed as soon as it is accepted. Without it,
         * 1024, or 2 for each MiB of a heap of less than 512 MiB.
         *
         * @throws IllegalArgumentException when it is not positive
         */
        public Builder maxConnections(int count) {
            this.maxConnections = positive(count);
            return this;
        }

        /**
         * How many calls of one connection may run at once; a further one is answered {@code RESOURCE_EXHAUSTED}. 16384
         * without it.
         *
         * @throws IllegalArgumentException when it is not positive
         */
        public Builder maxCallsPerConnection(int count) {
            this.maxCallsPerConnection = positive(count);
            return this;
        }

        /** The server, not started. */
        public TtrpcServer build() {
            return new TtrpcServer(new Builder(this));
        }

        private static int positive(int count) {
            if (count < 1) {
                throw new IllegalArgumentException("a limit is at least 1, not " + count);
            }
            return count;
        }
    }

    /** Begins to accept connections, on a thread of its own. Does not block. */
    @Override
    public TtrpcServer start() {
        synchronized (this) {
            if (started) {
                throw new IllegalStateException("the server was started before");
            }
            started = true;
        }
        Threads.daemon("ttrpc-accept " + listener.endpoint(), this::acceptAll).start();
        return this;
    }

    @Override
    public List<ServerServiceDefinition> getServices() {
        return List.copyOf(settings.services.values());
    }

    @Override
    public List<ServerServiceDefinition> getImmutableServices() {
        return getServices();
    }

    /** No new connections and no new calls; a connection is closed when its calls have ended. */
    @Override
    public TtrpcServer shutdown() {
        shutdown = true;
        listener.close();
        new ArrayList<>(connections).forEach(ServerConnection::shutdown);
        endWhenIdle();
        return this;
    }

    /**
     * As {@link #shutdown()}, and cancels the calls that still run when the time is over. Does not block; {@link
     * #awaitTermination()} does.
     */
    public TtrpcServer shutdown(Duration grace) {
        requireNonNull(grace, "grace is null");
        shutdown();
        Threads.daemon("ttrpc-shutdown " + listener.endpoint(), () -> cancelAfter(grace))
                .start();
        return this;
    }

    /** As {@link #shutdown}, and cancels the running calls and closes their connections. */
    @Override
    public TtrpcServer shutdownNow() {
        atOnce = true;
        shutdown();
        new ArrayList<>(connections).forEach(ServerConnection::close);
        return this;
    }

    @Override
    public boolean isShutdown() {
        return shutdown;
    }

    @Override
    public boolean isTerminated() {
        return terminated.getCount() == 0;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return terminated.await(timeout, unit);
    }

    @Override
    public void awaitTermination() throws InterruptedException {
        terminated.await();
    }

    /** What all its clients make it keep. */
    ServerMemory memory() {
        return memory;
    }

    private void cancelAfter(Duration grace) {
        try {
            if (!terminated.await(TimeUnit.NANOSECONDS.convert(grace), TimeUnit.NANOSECONDS)) {
                shutdownNow();
            }
        } catch (InterruptedException e) {
            // Nobody interrupts this thread but who wants it to end.
            shutdownNow();
        }
    }

    private void acceptAll() {
        try {
            new Acceptor(listener, () -> !shutdown, this::accepted).run();
        } finally {
            listener.close();
            shutdown = true;
            accepting.countDown();
            endWhenIdle();
        }
    }

    private void accepted(Connection connection) {
        if (connections.size() >= settings.maxConnections) {
            LOG.warn("closing a connection on {}: {} are open", listener.endpoint(), settings.maxConnections);
            connection.close();
            return;
        }
        ServerConnection served = new ServerConnection(connection, settings, memory, this::ended);
        connections.add(served);
        served.start();
        if (atOnce) {
            served.close();
        } else if (shutdown) {
            served.shutdown();
        }
    }

    private void ended(ServerConnection connection) {
        connections.remove(connection);
        endWhenIdle();
    }

    private void endWhenIdle() {
        boolean acceptsNoMore = !started || accepting.getCount() == 0;
        if (shutdown && acceptsNoMore && connections.isEmpty()) {
            terminated.countDown();
        }
    }
}
