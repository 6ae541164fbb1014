// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.transport.spi.InProcessListener;
import io.github.agentctl.transport.spi.Pipes;
import io.grpc.ServerServiceDefinition;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Servers and channels of one test, within the process; what it opened is closed after it, the last first. */
final class Loopback implements AfterEachCallback {
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    /** Closes it after the test. */
    synchronized <T extends AutoCloseable> T closing(T one) {
        open.push(one);
        return one;
    }

    /** Does it after the test. */
    void after(AutoCloseable action) {
        closing(action);
    }

    /** A server with these services, which listens. */
    InProcessListener serve(ServerServiceDefinition... services) {
        return serve(UnaryOperator.identity(), services);
    }

    /** As {@link #serve(ServerServiceDefinition...)}, set up further. */
    InProcessListener serve(UnaryOperator<TtrpcServer.Builder> setUp, ServerServiceDefinition... services) {
        InProcessListener listener = new InProcessListener(new Endpoint.Other("sim", ""));
        start(listener, setUp, services);
        return listener;
    }

    /** A started server on this listener. */
    TtrpcServer start(
            InProcessListener listener, UnaryOperator<TtrpcServer.Builder> setUp, ServerServiceDefinition... services) {
        TtrpcServer.Builder builder = TtrpcServer.builder(listener);
        for (ServerServiceDefinition service : services) {
            builder.addService(service);
        }
        TtrpcServer server = setUp.apply(builder).build().start();
        after(server::shutdownNow);
        return server;
    }

    /** A channel to a server with these services. */
    TtrpcChannel connect(ServerServiceDefinition... services) {
        return connect(serve(services));
    }

    /** A channel to whoever listens there. */
    TtrpcChannel connect(InProcessListener listener) {
        TtrpcChannel channel = new TtrpcChannel(listener.connect());
        after(channel::shutdownNow);
        return channel;
    }

    /** A channel, and the server it is connected to, that speaks in bytes. */
    record Bare(TtrpcChannel channel, RawPeer server) {}

    /** A channel to a server that speaks in bytes. */
    Bare bare() {
        Pipes pipes = Pipes.open(new Endpoint.Other("sim", ""));
        TtrpcChannel channel = new TtrpcChannel(pipes.client());
        after(channel::shutdownNow);
        return new Bare(channel, closing(RawPeer.at(pipes.server())));
    }

    /** A client of whoever listens there, that speaks in bytes. */
    RawPeer raw(InProcessListener listener) {
        return closing(RawPeer.at(listener.connect()));
    }
}
