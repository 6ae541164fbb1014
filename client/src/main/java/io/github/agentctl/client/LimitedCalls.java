// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.client;

import io.github.agentctl.api.AgentPort;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** The calls of an agent, each with a limit of time of its own. */
final class LimitedCalls implements AgentCalls {
    private final AgentPort agent;
    private final CallOptions options;

    LimitedCalls(AgentPort agent, Duration limit) {
        this.agent = agent;
        this.options = CallOptions.DEFAULT.withOption(CallDefaults.LIMIT, limit);
    }

    @Override
    public <Q, A> A call(MethodDescriptor<Q, A> method, Q request) {
        return agent.call(method, options, request);
    }

    @Override
    public <Q, A> CompletableFuture<A> callAsync(MethodDescriptor<Q, A> method, Q request) {
        return agent.callAsync(method, options, request);
    }
}
