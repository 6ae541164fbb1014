// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.client;

import static java.util.Objects.requireNonNull;

import io.github.agentctl.api.CallCodec;
import io.github.agentctl.api.Installed;
import io.github.agentctl.api.WireProvider;
import io.github.agentctl.api.Wires;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.TransportProvider;
import io.github.agentctl.api.transport.Transports;
import io.grpc.Channel;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How an {@link AgentClient} comes to be. Not thread-safe; may be used for several clients. */
public final class AgentClientBuilder {
    private final Endpoint endpoint;
    private Duration connectTimeout = Duration.ofSeconds(10);
    private Duration callTimeout = Duration.ZERO;
    private ReconnectPolicy reconnect = ReconnectPolicy.failFast();
    private @Nullable Executor executor;
    private final List<ClientInterceptor> interceptors = new ArrayList<>();
    private @Nullable String transport;
    private @Nullable String wire;
    private @Nullable Transports transports;
    private @Nullable Wires wires;
    private @Nullable CallCodec codec;
    private Consumer<? super Waiting> waiting = failed -> {};

    AgentClientBuilder(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    /** How long to try, all tries together; zero to try for ever. Without this, 10 seconds. */
    public AgentClientBuilder connectTimeout(Duration limit) {
        connectTimeout = Limits.notNegative("connectTimeout", limit);
        return this;
    }

    /**
     * The limit of each call that brings no deadline of its own, {@link AgentClient#within} or the options of a stub;
     * {@code DEADLINE_EXCEEDED} ends it there. Zero for none, as it is without this. Calls that wait until something
     * happens (waitProcess, readStdout, getOOMEvent) are ended too.
     */
    public AgentClientBuilder callTimeout(Duration limit) {
        callTimeout = Limits.notNegative("callTimeout", limit);
        return this;
    }

    /** The transport to take, by name; null to choose by what the endpoint needs and by speed. */
    public AgentClientBuilder transport(@Nullable String name) {
        transport = name;
        return this;
    }

    /** The wire to take, by name; null for {@code ttrpc}, or else the one that is installed. */
    public AgentClientBuilder wire(@Nullable String name) {
        wire = name;
        return this;
    }

    /** What becomes of a connection that is lost; without this, {@link ReconnectPolicy#failFast}. */
    public AgentClientBuilder reconnect(ReconnectPolicy policy) {
        reconnect = requireNonNull(policy, "policy is null");
        return this;
    }

    /**
     * Where futures are completed and listeners of asynchronous stubs run, of calls that bring no executor of their own.
     * Without this, on threads of the wire. Not closed with the client.
     */
    public AgentClientBuilder executor(Executor threads) {
        executor = requireNonNull(threads, "threads is null");
        return this;
    }

    /**
     * Sees every call, with its deadline, also those of stubs on {@link AgentClient#channel()}. As with a channel of
     * grpc-java, the one that is added last is called first.
     */
    public AgentClientBuilder intercept(ClientInterceptor... added) {
        interceptors.addAll(List.of(added));
        return this;
    }

    /** The transports to choose from, instead of those that are installed. */
    public AgentClientBuilder transports(Transports choice) {
        transports = requireNonNull(choice, "choice is null");
        return this;
    }

    /** The wires to choose from, instead of those that are installed. */
    public AgentClientBuilder wires(List<? extends WireProvider> choice) {
        wires = new Wires(choice);
        return this;
    }

    /** What reads {@link AgentClient#call(String, String)}, instead of the codec that is installed. */
    public AgentClientBuilder codec(CallCodec reader) {
        codec = requireNonNull(reader, "reader is null");
        return this;
    }

    /** Who is told of each failed try that another one follows; on the thread that connects, or connects again. */
    public AgentClientBuilder onWaiting(Consumer<? super Waiting> told) {
        waiting = requireNonNull(told, "told is null");
        return this;
    }

    /**
     * Connects; blocks until there is a connection. Where nobody is there yet it tries again until the limit of time;
     * where another try cannot help it fails at once. An interrupt ends it, and the thread's flag is kept.
     *
     * @throws io.github.agentctl.api.EndpointException when nobody knows the scheme, or the named transport does not
     *     serve it
     * @throws io.github.agentctl.api.transport.TransportException when there is no connection by then, or nobody at its
     *     end who speaks the wire
     * @throws IllegalStateException when the wire is not installed
     */
    public AgentClient connect() {
        WireProvider protocol = (wires == null ? Wires.installed() : wires).select(wire);
        TransportProvider sockets =
                (transports == null ? Transports.installed() : transports).select(endpoint, transport);
        Dial dial = new Dial(endpoint, sockets, protocol, transport == null, waiting);
        ManagedChannel first = dial.within(connectTimeout);
        Channel channel = first;
        Runnable ending = first::shutdownNow;
        if (reconnect instanceof ReconnectPolicy.AtNextCall policy) {
            ReconnectingChannel anew = new ReconnectingChannel(
                    endpoint,
                    first,
                    () -> dial.within(policy.limit()),
                    new Backoff(policy, System::nanoTime),
                    AgentClientBuilder::reconnecting);
            channel = anew;
            ending = anew::close;
        }
        CallCodec given = codec;
        return new AgentClient(
                endpoint,
                new CallDefaults(ClientInterceptors.intercept(channel, interceptors), callTimeout, executor),
                ending,
                () -> given == null
                        ? Installed.of(CallCodec.class).providers().stream().findFirst()
                        : Optional.of(given));
    }

    private static Thread reconnecting(Runnable work) {
        Thread thread = new Thread(work, "agentctl-reconnect");
        thread.setDaemon(true);
        return thread;
    }
}
