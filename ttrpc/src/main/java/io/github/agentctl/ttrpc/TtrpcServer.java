// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import static java.util.Objects.requireNonNull;

import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Listener;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
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

    /** How long to wait after the kernel refused a connection (out of descriptors, for one). */
    private static final long ACCEPT_PAUSE_MILLIS = 50;

    private final Listener listener;
    private final Map<String, ServerServiceDefinition> services;
    private final Executor executor;
    private final Set<ServerConnection> connections = ConcurrentHashMap.newKeySet();
    private final CountDownLatch accepting = new CountDownLatch(1);
    private final CountDownLatch terminated = new CountDownLatch(1);
    private volatile boolean started;

    /** The last accept failed, and it was said. Only the accepting thread touches it. */
    private boolean refused;

    private volatile boolean shutdown;

    private TtrpcServer(Builder builder) {
        this.listener = builder.listener;
        this.services = Map.copyOf(builder.services);
        this.executor = builder.executor;
    }

    /** A server on this listener, which it owns once it is started. */
    public static Builder builder(Listener listener) {
        return new Builder(requireNonNull(listener, "listener is null"));
    }

    /** What a server is made of. Not thread-safe. */
    public static final class Builder {
        private final Listener listener;
        private final Map<String, ServerServiceDefinition> services = new HashMap<>();
        private Executor executor = Threads.shared();

        private Builder(Listener listener) {
            this.listener = listener;
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

        /** Where handlers run; without it, each busy one has a daemon thread. */
        public Builder executor(Executor executor) {
            this.executor = requireNonNull(executor, "executor is null");
            return this;
        }

        /** The server, not started. */
        public TtrpcServer build() {
            return new TtrpcServer(this);
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
        return List.copyOf(services.values());
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

    /** As {@link #shutdown}, and cancels the running calls and closes their connections. */
    @Override
    public TtrpcServer shutdownNow() {
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

    private void acceptAll() {
        try {
            while (!shutdown) {
                accept();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            listener.close();
            shutdown = true;
            accepting.countDown();
            endWhenIdle();
        }
    }

    private void accept() throws InterruptedException {
        Connection connection;
        try {
            connection = listener.accept();
        } catch (ClosedChannelException e) {
            shutdown = true;
            return;
        } catch (IOException e) {
            if (!refused) {
                LOG.warn("cannot accept connections on {} for now: {}", listener.endpoint(), e.toString());
            }
            refused = true;
            TimeUnit.MILLISECONDS.sleep(ACCEPT_PAUSE_MILLIS);
            return;
        }
        refused = false;
        ServerConnection served = new ServerConnection(connection, services, executor, this::ended);
        connections.add(served);
        served.start();
        if (shutdown) {
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
