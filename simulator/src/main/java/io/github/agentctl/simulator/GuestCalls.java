// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import com.google.protobuf.Empty;
import io.github.agentctl.proto.AgentDetails;
import io.github.agentctl.proto.AgentServiceGrpc;
import io.github.agentctl.proto.GuestDetailsRequest;
import io.github.agentctl.proto.GuestDetailsResponse;
import io.github.agentctl.proto.MemHotplugByProbeRequest;
import io.github.agentctl.proto.Metrics;
import io.github.agentctl.proto.ReseedRandomDevRequest;
import io.github.agentctl.proto.SetGuestDateTimeRequest;

/** What the guest is: its details, processors, memory, clock, random numbers and metrics. */
final class GuestCalls {
    /** As on x86-64 with little memory ({@code /sys/devices/system/memory/block_size_bytes}). */
    private static final long MEMORY_BLOCK = 134_217_728;

    private static final long MICROS_PER_SECOND = 1_000_000;

    private GuestCalls() {}

    static void register(Calls calls, GuestMetrics metrics) {
        calls.answer(AgentServiceGrpc.getGetGuestDetailsMethod(), GuestCalls::details)
                .answer(AgentServiceGrpc.getOnlineCPUMemMethod(), request -> Empty.getDefaultInstance())
                .answer(AgentServiceGrpc.getMemHotplugByProbeMethod(), GuestCalls::probe)
                .answer(AgentServiceGrpc.getSetGuestDateTimeMethod(), GuestCalls::setClock)
                .answer(AgentServiceGrpc.getReseedRandomDevMethod(), GuestCalls::reseed)
                .answer(AgentServiceGrpc.getMemAgentMemcgSetMethod(), request -> memoryAgent())
                .answer(AgentServiceGrpc.getMemAgentCompactSetMethod(), request -> memoryAgent())
                .answer(
                        AgentServiceGrpc.getGetMetricsMethod(),
                        request ->
                                Metrics.newBuilder().setMetrics(metrics.text()).build());
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

    /** This guest's kernel has no probe file, as {@code support_mem_hotplug_probe} says. */
    private static Empty probe(MemHotplugByProbeRequest request) {
        if (request.getMemHotplugProbeAddrCount() > 0) {
            throw Failure.internal("Permission denied (os error 13)");
        }
        return Empty.getDefaultInstance();
    }

    /** The clock is not kept: no call tells the time. */
    private static Empty setClock(SetGuestDateTimeRequest request) {
        if (request.getUsec() < 0 || request.getUsec() >= MICROS_PER_SECOND) {
            throw Failure.invalidArgument();
        }
        return Empty.getDefaultInstance();
    }

    private static Empty reseed(ReseedRandomDevRequest request) {
        if (request.getData().isEmpty()) {
            throw Failure.internal("missing entropy data");
        }
        return Empty.getDefaultInstance();
    }

    /** It is off unless the guest's command line turns it on. */
    private static Empty memoryAgent() {
        throw Failure.internal("mem-agent is disabled");
    }
}
