// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import com.google.protobuf.Empty;
import io.github.agentctl.proto.AddSwapPathRequest;
import io.github.agentctl.proto.AddSwapRequest;
import io.github.agentctl.proto.AgentServiceGrpc;
import io.github.agentctl.proto.CopyFileRequest;
import io.github.agentctl.proto.Storage;
import io.github.agentctl.proto.UpdateEphemeralMountsRequest;
import io.github.agentctl.proto.VolumeStatsRequest;
import io.github.agentctl.proto.VolumeStatsResponse;
import io.grpc.Status.Code;

/** Files, volumes, mounts and swap of the guest. */
final class StorageCalls {
    private final GuestFiles files;

    private StorageCalls(GuestFiles files) {
        this.files = files;
    }

    static void register(Calls calls, GuestFiles files) {
        StorageCalls handlers = new StorageCalls(files);
        calls.answer(AgentServiceGrpc.getCopyFileMethod(), handlers::copy)
                .answer(AgentServiceGrpc.getUpdateEphemeralMountsMethod(), handlers::updateMounts)
                .answer(
                        AgentServiceGrpc.getRemoveStaleVirtiofsShareMountsMethod(),
                        request -> Empty.getDefaultInstance())
                .answer(AgentServiceGrpc.getGetVolumeStatsMethod(), handlers::volumeStats)
                .answer(AgentServiceGrpc.getResizeVolumeMethod(), request -> {
                    throw Failure.quoted(Code.UNIMPLEMENTED, "resize_volume is not implemented in kata-agent");
                })
                .answer(AgentServiceGrpc.getAddSwapMethod(), handlers::addSwap)
                .answer(AgentServiceGrpc.getAddSwapPathMethod(), handlers::addSwapPath);
    }

    private Empty copy(CopyFileRequest request) {
        files.copy(request);
        return Empty.getDefaultInstance();
    }

    private Empty updateMounts(UpdateEphemeralMountsRequest request) {
        for (Storage storage : request.getStoragesList()) {
            if (!storage.getDriver().equals("ephemeral")) {
                throw Failure.quoted(
                        Code.INTERNAL,
                        "Failed to update mounts: Unsupported storage type for syncing mounts " + storage.getDriver()
                                + ". Only ephemeral storage update is supported");
            }
        }
        return Empty.getDefaultInstance();
    }

    private VolumeStatsResponse volumeStats(VolumeStatsRequest request) {
        if (!files.exists(request.getVolumeGuestPath())) {
            throw Failure.internal("Os { code: 2, kind: NotFound, message: \"No such file or directory\" }");
        }
        return GuestVolume.stats();
    }

    /** Every slot has a disk in it: there is none to wait for. */
    private Empty addSwap(AddSwapRequest request) {
        PciPath.check(request.getPCIPathList());
        return Empty.getDefaultInstance();
    }

    private Empty addSwapPath(AddSwapPathRequest request) {
        if (!files.exists(request.getPath())) {
            throw Failure.internal("libc::swapon get error No such file or directory (os error 2)");
        }
        return Empty.getDefaultInstance();
    }
}
