// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.client;

import com.google.protobuf.Empty;
import io.github.agentctl.proto.AgentServiceGrpc;
import io.github.agentctl.proto.CreateSandboxRequest;
import io.github.agentctl.proto.DestroySandboxRequest;
import io.github.agentctl.proto.GetOOMEventRequest;
import io.github.agentctl.proto.OOMEvent;
import io.github.agentctl.proto.SetPolicyRequest;
import java.util.concurrent.CompletableFuture;

/** The sandbox, the one thing that all containers of an agent live in. Each call fails as {@link Caller} says. */
public interface SandboxCalls extends Caller {
    /** Makes the sandbox; the first call to a fresh agent. */
    default Empty createSandbox(CreateSandboxRequest request) {
        return call(AgentServiceGrpc.getCreateSandboxMethod(), request);
    }

    /** {@link #createSandbox(CreateSandboxRequest)}, without waiting. */
    default CompletableFuture<Empty> createSandboxAsync(CreateSandboxRequest request) {
        return callAsync(AgentServiceGrpc.getCreateSandboxMethod(), request);
    }

    /** Ends the sandbox. A real agent powers its guest off some time later. */
    default Empty destroySandbox() {
        return call(AgentServiceGrpc.getDestroySandboxMethod(), DestroySandboxRequest.getDefaultInstance());
    }

    /** {@link #destroySandbox()}, without waiting. */
    default CompletableFuture<Empty> destroySandboxAsync() {
        return callAsync(AgentServiceGrpc.getDestroySandboxMethod(), DestroySandboxRequest.getDefaultInstance());
    }

    /** Waits until the kernel has ended a process of a container for want of memory, and names the container. */
    default OOMEvent getOOMEvent() {
        return call(AgentServiceGrpc.getGetOOMEventMethod(), GetOOMEventRequest.getDefaultInstance());
    }

    /** {@link #getOOMEvent()}, without waiting. */
    default CompletableFuture<OOMEvent> getOOMEventAsync() {
        return callAsync(AgentServiceGrpc.getGetOOMEventMethod(), GetOOMEventRequest.getDefaultInstance());
    }

    /** Replaces the policy that says which requests are allowed; most agents have none. */
    default Empty setPolicy(SetPolicyRequest request) {
        return call(AgentServiceGrpc.getSetPolicyMethod(), request);
    }

    /** {@link #setPolicy(SetPolicyRequest)}, without waiting. */
    default CompletableFuture<Empty> setPolicyAsync(SetPolicyRequest request) {
        return callAsync(AgentServiceGrpc.getSetPolicyMethod(), request);
    }
}
