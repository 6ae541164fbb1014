// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.client;

import com.google.protobuf.Empty;
import io.github.agentctl.proto.AgentServiceGrpc;
import io.github.agentctl.proto.GetDiagnosticDataRequest;
import io.github.agentctl.proto.GetDiagnosticDataResponse;
import io.github.agentctl.proto.GetMetricsRequest;
import io.github.agentctl.proto.GuestDetailsRequest;
import io.github.agentctl.proto.GuestDetailsResponse;
import io.github.agentctl.proto.MemAgentCompactConfig;
import io.github.agentctl.proto.MemAgentMemcgConfig;
import io.github.agentctl.proto.MemHotplugByProbeRequest;
import io.github.agentctl.proto.Metrics;
import io.github.agentctl.proto.OnlineCPUMemRequest;
import io.github.agentctl.proto.ReseedRandomDevRequest;
import io.github.agentctl.proto.SetGuestDateTimeRequest;
import java.util.concurrent.CompletableFuture;

/** The guest itself: processors, memory, clock, and what it tells of itself. Each call fails as {@link Caller} says. */
public interface GuestCalls extends Caller {
    /** What the agent and its guest can do. */
    default GuestDetailsResponse getGuestDetails(GuestDetailsRequest request) {
        return call(AgentServiceGrpc.getGetGuestDetailsMethod(), request);
    }

    /** {@link #getGuestDetails(GuestDetailsRequest)}, without waiting. */
    default CompletableFuture<GuestDetailsResponse> getGuestDetailsAsync(GuestDetailsRequest request) {
        return callAsync(AgentServiceGrpc.getGetGuestDetailsMethod(), request);
    }

    /** Brings processors and memory online that were plugged in. */
    default Empty onlineCPUMem(OnlineCPUMemRequest request) {
        return call(AgentServiceGrpc.getOnlineCPUMemMethod(), request);
    }

    /** {@link #onlineCPUMem(OnlineCPUMemRequest)}, without waiting. */
    default CompletableFuture<Empty> onlineCPUMemAsync(OnlineCPUMemRequest request) {
        return callAsync(AgentServiceGrpc.getOnlineCPUMemMethod(), request);
    }

    /** Tells the kernel at which addresses memory was plugged in. */
    default Empty memHotplugByProbe(MemHotplugByProbeRequest request) {
        return call(AgentServiceGrpc.getMemHotplugByProbeMethod(), request);
    }

    /** {@link #memHotplugByProbe(MemHotplugByProbeRequest)}, without waiting. */
    default CompletableFuture<Empty> memHotplugByProbeAsync(MemHotplugByProbeRequest request) {
        return callAsync(AgentServiceGrpc.getMemHotplugByProbeMethod(), request);
    }

    /** Sets how the memory agent reclaims the memory of control groups. */
    default Empty memAgentMemcgSet(MemAgentMemcgConfig request) {
        return call(AgentServiceGrpc.getMemAgentMemcgSetMethod(), request);
    }

    /** {@link #memAgentMemcgSet(MemAgentMemcgConfig)}, without waiting. */
    default CompletableFuture<Empty> memAgentMemcgSetAsync(MemAgentMemcgConfig request) {
        return callAsync(AgentServiceGrpc.getMemAgentMemcgSetMethod(), request);
    }

    /** Sets how the memory agent compacts memory. */
    default Empty memAgentCompactSet(MemAgentCompactConfig request) {
        return call(AgentServiceGrpc.getMemAgentCompactSetMethod(), request);
    }

    /** {@link #memAgentCompactSet(MemAgentCompactConfig)}, without waiting. */
    default CompletableFuture<Empty> memAgentCompactSetAsync(MemAgentCompactConfig request) {
        return callAsync(AgentServiceGrpc.getMemAgentCompactSetMethod(), request);
    }

    /** Feeds the random number generator of the kernel. */
    default Empty reseedRandomDev(ReseedRandomDevRequest request) {
        return call(AgentServiceGrpc.getReseedRandomDevMethod(), request);
    }

    /** {@link #reseedRandomDev(ReseedRandomDevRequest)}, without waiting. */
    default CompletableFuture<Empty> reseedRandomDevAsync(ReseedRandomDevRequest request) {
        return callAsync(AgentServiceGrpc.getReseedRandomDevMethod(), request);
    }

    /** Sets the clock. */
    default Empty setGuestDateTime(SetGuestDateTimeRequest request) {
        return call(AgentServiceGrpc.getSetGuestDateTimeMethod(), request);
    }

    /** {@link #setGuestDateTime(SetGuestDateTimeRequest)}, without waiting. */
    default CompletableFuture<Empty> setGuestDateTimeAsync(SetGuestDateTimeRequest request) {
        return callAsync(AgentServiceGrpc.getSetGuestDateTimeMethod(), request);
    }

    /** The measurements of the agent and its guest, in the text format of Prometheus. */
    default Metrics getMetrics() {
        return call(AgentServiceGrpc.getGetMetricsMethod(), GetMetricsRequest.getDefaultInstance());
    }

    /** {@link #getMetrics()}, without waiting. */
    default CompletableFuture<Metrics> getMetricsAsync() {
        return callAsync(AgentServiceGrpc.getGetMetricsMethod(), GetMetricsRequest.getDefaultInstance());
    }

    /** What a container or the guest left behind to find a fault by. */
    default GetDiagnosticDataResponse getDiagnosticData(GetDiagnosticDataRequest request) {
        return call(AgentServiceGrpc.getGetDiagnosticDataMethod(), request);
    }

    /** {@link #getDiagnosticData(GetDiagnosticDataRequest)}, without waiting. */
    default CompletableFuture<GetDiagnosticDataResponse> getDiagnosticDataAsync(GetDiagnosticDataRequest request) {
        return callAsync(AgentServiceGrpc.getGetDiagnosticDataMethod(), request);
    }
}
