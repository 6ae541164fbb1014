// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import io.github.agentctl.proto.AgentDetails;
import io.github.agentctl.proto.AgentServiceGrpc;
import io.github.agentctl.proto.GuestDetailsRequest;
import io.github.agentctl.proto.GuestDetailsResponse;

/** What the guest is. */
final class GuestCalls {
    /** As on x86-64 with little memory ({@code /sys/devices/system/memory/block_size_bytes}). */
    private static final long MEMORY_BLOCK = 134_217_728;

    private GuestCalls() {}

    static void register(Calls calls) {
        calls.answer(AgentServiceGrpc.getGetGuestDetailsMethod(), GuestCalls::details);
    }

    private static GuestDetailsResponse details(GuestDetailsRequest request) {
        return GuestDetailsResponse.newBuilder()
                .setMemBlockSizeBytes(request.getMemBlockSize() ? MEMORY_BLOCK : 0)
                .setAgentDetails(AgentDetails.newBuilder()
                        .setVersion(HealthCalls.AGENT_VERSION)
                        .addAllStorageHandlers(StorageHandlers.NAMES)
                        .setSupportsSeccomp(true)
                        .addExtraFeatures("seccomp"))
                .build();
    }
}
