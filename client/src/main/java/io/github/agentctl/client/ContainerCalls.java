// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.client;

import com.google.protobuf.Empty;
import io.github.agentctl.proto.AgentServiceGrpc;
import io.github.agentctl.proto.CreateContainerRequest;
import io.github.agentctl.proto.PauseContainerRequest;
import io.github.agentctl.proto.RemoveContainerRequest;
import io.github.agentctl.proto.ResumeContainerRequest;
import io.github.agentctl.proto.StartContainerRequest;
import io.github.agentctl.proto.StatsContainerRequest;
import io.github.agentctl.proto.StatsContainerResponse;
import io.github.agentctl.proto.UpdateContainerRequest;
import java.util.concurrent.CompletableFuture;

/** Containers, from their making to their end. Each call fails as {@link Caller} says. */
public interface ContainerCalls extends Caller {
    /** Makes a container from an OCI specification; its process does not run yet. */
    default Empty createContainer(CreateContainerRequest request) {
        return call(AgentServiceGrpc.getCreateContainerMethod(), request);
    }

    /** {@link #createContainer(CreateContainerRequest)}, without waiting. */
    default CompletableFuture<Empty> createContainerAsync(CreateContainerRequest request) {
        return callAsync(AgentServiceGrpc.getCreateContainerMethod(), request);
    }

    /** Starts the process of a container. */
    default Empty startContainer(StartContainerRequest request) {
        return call(AgentServiceGrpc.getStartContainerMethod(), request);
    }

    /** {@link #startContainer(StartContainerRequest)}, without waiting. */
    default CompletableFuture<Empty> startContainerAsync(StartContainerRequest request) {
        return callAsync(AgentServiceGrpc.getStartContainerMethod(), request);
    }

    /** Ends a container and forgets it; waits as long as the request says, in seconds, or for ever at 0. */
    default Empty removeContainer(RemoveContainerRequest request) {
        return call(AgentServiceGrpc.getRemoveContainerMethod(), request);
    }

    /** {@link #removeContainer(RemoveContainerRequest)}, without waiting. */
    default CompletableFuture<Empty> removeContainerAsync(RemoveContainerRequest request) {
        return callAsync(AgentServiceGrpc.getRemoveContainerMethod(), request);
    }

    /** Changes the limits of resources of a container. */
    default Empty updateContainer(UpdateContainerRequest request) {
        return call(AgentServiceGrpc.getUpdateContainerMethod(), request);
    }

    /** {@link #updateContainer(UpdateContainerRequest)}, without waiting. */
    default CompletableFuture<Empty> updateContainerAsync(UpdateContainerRequest request) {
        return callAsync(AgentServiceGrpc.getUpdateContainerMethod(), request);
    }

    /** What a container uses: processor, memory, processes, block devices, network. */
    default StatsContainerResponse statsContainer(StatsContainerRequest request) {
        return call(AgentServiceGrpc.getStatsContainerMethod(), request);
    }

    /** {@link #statsContainer(StatsContainerRequest)}, without waiting. */
    default CompletableFuture<StatsContainerResponse> statsContainerAsync(StatsContainerRequest request) {
        return callAsync(AgentServiceGrpc.getStatsContainerMethod(), request);
    }

    /** Freezes all processes of a container. */
    default Empty pauseContainer(PauseContainerRequest request) {
        return call(AgentServiceGrpc.getPauseContainerMethod(), request);
    }

    /** {@link #pauseContainer(PauseContainerRequest)}, without waiting. */
    default CompletableFuture<Empty> pauseContainerAsync(PauseContainerRequest request) {
        return callAsync(AgentServiceGrpc.getPauseContainerMethod(), request);
    }

    /** Lets the processes of a container go on. */
    default Empty resumeContainer(ResumeContainerRequest request) {
        return call(AgentServiceGrpc.getResumeContainerMethod(), request);
    }

    /** {@link #resumeContainer(ResumeContainerRequest)}, without waiting. */
    default CompletableFuture<Empty> resumeContainerAsync(ResumeContainerRequest request) {
        return callAsync(AgentServiceGrpc.getResumeContainerMethod(), request);
    }
}
