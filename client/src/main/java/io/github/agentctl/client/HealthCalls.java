// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.client;

import io.github.agentctl.proto.CheckRequest;
import io.github.agentctl.proto.HealthCheckResponse;
import io.github.agentctl.proto.HealthGrpc;
import io.github.agentctl.proto.VersionCheckResponse;
import java.util.concurrent.CompletableFuture;

/** Whether the agent is there, and which one it is. Each call fails as {@link Caller} says. */
public interface HealthCalls extends Caller {
    /** Whether the agent serves; one that answers at all says that it does. */
    default HealthCheckResponse check() {
        return call(HealthGrpc.getCheckMethod(), CheckRequest.getDefaultInstance());
    }

    /** {@link #check()}, without waiting. */
    default CompletableFuture<HealthCheckResponse> checkAsync() {
        return callAsync(HealthGrpc.getCheckMethod(), CheckRequest.getDefaultInstance());
    }

    /** The versions of the agent and of its interface. */
    default VersionCheckResponse version() {
        return call(HealthGrpc.getVersionMethod(), CheckRequest.getDefaultInstance());
    }

    /** {@link #version()}, without waiting. */
    default CompletableFuture<VersionCheckResponse> versionAsync() {
        return callAsync(HealthGrpc.getVersionMethod(), CheckRequest.getDefaultInstance());
    }
}
