// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.client;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.Message;
import io.github.agentctl.api.AgentPort;
import io.github.agentctl.api.Call;
import io.github.agentctl.api.CallCodec;
import io.github.agentctl.api.CallException;
import io.github.agentctl.api.SpecificationException;
import io.github.agentctl.api.transport.Endpoint;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An agent over a connection of its own.
 *
 * <pre>{@code
 * try (AgentClient agent = AgentClient.connect("unix:///run/agent.sock")) {
 *     HealthCheckResponse health = agent.check();
 *     CompletableFuture<Metrics> metrics = agent.getMetricsAsync();
 *     agent.within(Duration.ofSeconds(5)).createSandbox(request);
 * }
 * }</pre>
 *
 * <p>Each of the agent's calls is a method ({@link AgentCalls}); any stub of grpc-java works on {@link #channel()}.
 * Thread-safe, without state that clients share; waits on any thread, a virtual one too. What becomes of a connection that
 * is lost is said by {@link AgentClientBuilder#reconnect}.
 */
public final class AgentClient implements AgentPort, AgentCalls {
    private final Endpoint endpoint;
    private final Channel channel;
    private final Runnable ending;
    private final Supplier<Optional<CallCodec>> codecs;
    private volatile @Nullable CallCodec codec;

    /** @param ending closes the connection beneath the channel; does not block, and may be done twice */
    AgentClient(Endpoint endpoint, Channel channel, Runnable ending, Supplier<Optional<CallCodec>> codecs) {
        this.endpoint = endpoint;
        this.channel = channel;
        this.ending = ending;
        this.codecs = codecs;
    }

    /**
     * Connects with what is installed, within 10 seconds.
     *
     * @param address as {@link Endpoint#parse} takes it
     * @throws io.github.agentctl.api.EndpointException when it is no address
     * @throws io.github.agentctl.api.transport.TransportException when there is no connection by then
     * @throws IllegalStateException when no wire is installed
     */
    public static AgentClient connect(String address) {
        return builder(address).connect();
    }

    /**
     * What to set before connecting.
     *
     * @throws io.github.agentctl.api.EndpointException when it is no address
     */
    public static AgentClientBuilder builder(String address) {
        return builder(Endpoint.parse(address));
    }

    /** What to set before connecting. */
    public static AgentClientBuilder builder(Endpoint endpoint) {
        return new AgentClientBuilder(requireNonNull(endpoint, "endpoint is null"));
    }

    /** Where the agent is. */
    public Endpoint endpoint() {
        return endpoint;
    }

    /**
     * The same calls, each with this limit of time instead of {@link AgentClientBuilder#callTimeout}: {@code
     * agent.within(Duration.ofSeconds(5)).check()}. A call that takes longer fails with {@code DEADLINE_EXCEEDED}.
     *
     * @param limit zero for none, as for a call that waits until something happens
     */
    public AgentCalls within(Duration limit) {
        return new LimitedCalls(this, Limits.notNegative("limit", limit));
    }

    @Override
    public Channel channel() {
        return channel;
    }

    @Override
    public <Q, A> A call(MethodDescriptor<Q, A> method, Q request) {
        return call(method, CallOptions.DEFAULT, request);
    }

    @Override
    public <Q, A> CompletableFuture<A> callAsync(MethodDescriptor<Q, A> method, Q request) {
        return callAsync(method, CallOptions.DEFAULT, request);
    }

    @Override
    public <Q, A> A call(MethodDescriptor<Q, A> method, CallOptions options, Q request) {
        // grpc-java would send null as an empty message.
        requireNonNull(request, "request is null");
        try {
            return ClientCalls.blockingUnaryCall(channel, method, options, request);
        } catch (StatusRuntimeException e) {
            throw new CallException(method.getFullMethodName(), e);
        }
    }

    @Override
    public <Q, A> CompletableFuture<A> callAsync(MethodDescriptor<Q, A> method, CallOptions options, Q request) {
        requireNonNull(request, "request is null");
        ClientCall<Q, A> call = channel.newCall(method, options);
        FutureReply<A> reply = new FutureReply<>(method.getFullMethodName(), call);
        ClientCalls.asyncUnaryCall(call, request, reply.observer());
        return reply;
    }

    @Override
    public Message call(String name, String specification) {
        Call call = codec(name).decode(name, specification);
        Message reply = null;
        for (Message request : call.requests()) {
            reply = call(call.method(), CallOptions.DEFAULT, request);
        }
        if (reply == null) {
            throw new SpecificationException(specification, -1, name + " gives nothing to send");
        }
        return reply;
    }

    @Override
    public void close() {
        ending.run();
    }

    private CallCodec codec(String name) {
        CallCodec found = codec;
        if (found == null) {
            found = codecs.get()
                    .orElseThrow(() -> new IllegalStateException("no codec is installed to read '" + name
                            + "'; add io.github.agentctl:agentctl-codec" + " to the class path or the module path"));
            codec = found;
        }
        return found;
    }
}
