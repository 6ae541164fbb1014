// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.client;

import com.google.protobuf.Empty;
import io.github.agentctl.proto.AddSwapPathRequest;
import io.github.agentctl.proto.AddSwapRequest;
import io.github.agentctl.proto.AgentServiceGrpc;
import io.github.agentctl.proto.CopyFileRequest;
import io.github.agentctl.proto.RemoveStaleVirtiofsShareMountsRequest;
import io.github.agentctl.proto.ResizeVolumeRequest;
import io.github.agentctl.proto.UpdateEphemeralMountsRequest;
import io.github.agentctl.proto.VolumeStatsRequest;
import io.github.agentctl.proto.VolumeStatsResponse;
import java.util.concurrent.CompletableFuture;

/** Files, mounts, swap and volumes of the guest. Each call fails as {@link Caller} says. */
public interface StorageCalls extends Caller {
    /** Writes a piece of a file, a link or a directory into the guest. */
    default Empty copyFile(CopyFileRequest request) {
        return call(AgentServiceGrpc.getCopyFileMethod(), request);
    }

    /** {@link #copyFile(CopyFileRequest)}, without waiting. */
    default CompletableFuture<Empty> copyFileAsync(CopyFileRequest request) {
        return callAsync(AgentServiceGrpc.getCopyFileMethod(), request);
    }

    /** Mounts file systems in memory anew, with another size. */
    default Empty updateEphemeralMounts(UpdateEphemeralMountsRequest request) {
        return call(AgentServiceGrpc.getUpdateEphemeralMountsMethod(), request);
    }

    /** {@link #updateEphemeralMounts(UpdateEphemeralMountsRequest)}, without waiting. */
    default CompletableFuture<Empty> updateEphemeralMountsAsync(UpdateEphemeralMountsRequest request) {
        return callAsync(AgentServiceGrpc.getUpdateEphemeralMountsMethod(), request);
    }

    /** Unmounts what is shared by virtiofs and gone on the host. */
    default Empty removeStaleVirtiofsShareMounts() {
        return call(
                AgentServiceGrpc.getRemoveStaleVirtiofsShareMountsMethod(),
                RemoveStaleVirtiofsShareMountsRequest.getDefaultInstance());
    }

    /** {@link #removeStaleVirtiofsShareMounts()}, without waiting. */
    default CompletableFuture<Empty> removeStaleVirtiofsShareMountsAsync() {
        return callAsync(
                AgentServiceGrpc.getRemoveStaleVirtiofsShareMountsMethod(),
                RemoveStaleVirtiofsShareMountsRequest.getDefaultInstance());
    }

    /** Adds a block device as swap, found by its PCI path. */
    default Empty addSwap(AddSwapRequest request) {
        return call(AgentServiceGrpc.getAddSwapMethod(), request);
    }

    /** {@link #addSwap(AddSwapRequest)}, without waiting. */
    default CompletableFuture<Empty> addSwapAsync(AddSwapRequest request) {
        return callAsync(AgentServiceGrpc.getAddSwapMethod(), request);
    }

    /** Adds a block device as swap, found by its path in the guest. */
    default Empty addSwapPath(AddSwapPathRequest request) {
        return call(AgentServiceGrpc.getAddSwapPathMethod(), request);
    }

    /** {@link #addSwapPath(AddSwapPathRequest)}, without waiting. */
    default CompletableFuture<Empty> addSwapPathAsync(AddSwapPathRequest request) {
        return callAsync(AgentServiceGrpc.getAddSwapPathMethod(), request);
    }

    /** How much of a volume is used, in bytes and in inodes. */
    default VolumeStatsResponse getVolumeStats(VolumeStatsRequest request) {
        return call(AgentServiceGrpc.getGetVolumeStatsMethod(), request);
    }

    /** {@link #getVolumeStats(VolumeStatsRequest)}, without waiting. */
    default CompletableFuture<VolumeStatsResponse> getVolumeStatsAsync(VolumeStatsRequest request) {
        return callAsync(AgentServiceGrpc.getGetVolumeStatsMethod(), request);
    }

    /** Grows a volume to a size in bytes. */
    default Empty resizeVolume(ResizeVolumeRequest request) {
        return call(AgentServiceGrpc.getResizeVolumeMethod(), request);
    }

    /** {@link #resizeVolume(ResizeVolumeRequest)}, without waiting. */
    default CompletableFuture<Empty> resizeVolumeAsync(ResizeVolumeRequest request) {
        return callAsync(AgentServiceGrpc.getResizeVolumeMethod(), request);
    }
}
