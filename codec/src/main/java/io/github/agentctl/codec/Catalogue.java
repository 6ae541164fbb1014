// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.codec;

import com.google.protobuf.Message;
import io.github.agentctl.proto.AgentServiceGrpc;
import io.github.agentctl.proto.HealthGrpc;
import io.grpc.MethodDescriptor;
import java.util.List;
import java.util.Optional;

/**
 * The calls of the agent, by name. Asking for one call loads the classes of that call only, because a command line that
 * makes one call pays for each class it touches. Thread-safe.
 */
public final class Catalogue {
    private static final List<String> NAMES = List.of(
            "CreateContainer",
            "StartContainer",
            "RemoveContainer",
            "ExecProcess",
            "SignalProcess",
            "WaitProcess",
            "UpdateContainer",
            "UpdateEphemeralMounts",
            "StatsContainer",
            "PauseContainer",
            "ResumeContainer",
            "RemoveStaleVirtiofsShareMounts",
            "GetDiagnosticData",
            "WriteStdin",
            "ReadStdout",
            "ReadStderr",
            "CloseStdin",
            "TtyWinResize",
            "UpdateInterface",
            "UpdateRoutes",
            "ListInterfaces",
            "ListRoutes",
            "AddARPNeighbors",
            "GetIPTables",
            "SetIPTables",
            "GetMetrics",
            "MemAgentMemcgSet",
            "MemAgentCompactSet",
            "CreateSandbox",
            "DestroySandbox",
            "OnlineCPUMem",
            "ReseedRandomDev",
            "GetGuestDetails",
            "MemHotplugByProbe",
            "SetGuestDateTime",
            "CopyFile",
            "GetOOMEvent",
            "AddSwap",
            "AddSwapPath",
            "GetVolumeStats",
            "ResizeVolume",
            "SetPolicy",
            "Check",
            "Version");

    private Catalogue() {}

    /** The exact names of all calls: those of AgentService in the order of the service, then those of Health. */
    public static List<String> names() {
        return NAMES;
    }

    /** All calls, in the order of {@link #names()}. */
    public static List<AgentCall> calls() {
        return NAMES.stream().map(Catalogue::call).toList();
    }

    /**
     * The call of that name.
     *
     * @param name an exact name, or the spelling of the Rust tool where that differs ({@code GetIptables})
     */
    public static Optional<AgentCall> find(String name) {
        String exact = switch (name) {
            case "GetIptables" -> "GetIPTables";
            case "SetIptables" -> "SetIPTables";
            default -> name;
        };
        return NAMES.contains(exact) ? Optional.of(call(exact)) : Optional.empty();
    }

    private static AgentCall call(String name) {
        List<String> aliases = switch (name) {
            case "GetIPTables" -> List.of("GetIptables");
            case "SetIPTables" -> List.of("SetIptables");
            default -> List.of();
        };
        return new AgentCall(name, aliases, erased(method(name)));
    }

    // Every method's messages are Messages, and the marshallers take any Message of the right type.
    @SuppressWarnings("unchecked")
    private static MethodDescriptor<Message, Message> erased(MethodDescriptor<?, ?> method) {
        return (MethodDescriptor<Message, Message>) method;
    }

    // A switch and not a map of suppliers: it touches nothing but the call that is asked for.
    private static MethodDescriptor<?, ?> method(String name) {
        return switch (name) {
            case "CreateContainer" -> AgentServiceGrpc.getCreateContainerMethod();
            case "StartContainer" -> AgentServiceGrpc.getStartContainerMethod();
            case "RemoveContainer" -> AgentServiceGrpc.getRemoveContainerMethod();
            case "ExecProcess" -> AgentServiceGrpc.getExecProcessMethod();
            case "SignalProcess" -> AgentServiceGrpc.getSignalProcessMethod();
            case "WaitProcess" -> AgentServiceGrpc.getWaitProcessMethod();
            case "UpdateContainer" -> AgentServiceGrpc.getUpdateContainerMethod();
            case "UpdateEphemeralMounts" -> AgentServiceGrpc.getUpdateEphemeralMountsMethod();
            case "StatsContainer" -> AgentServiceGrpc.getStatsContainerMethod();
            case "PauseContainer" -> AgentServiceGrpc.getPauseContainerMethod();
            case "ResumeContainer" -> AgentServiceGrpc.getResumeContainerMethod();
            case "RemoveStaleVirtiofsShareMounts" -> AgentServiceGrpc.getRemoveStaleVirtiofsShareMountsMethod();
            case "GetDiagnosticData" -> AgentServiceGrpc.getGetDiagnosticDataMethod();
            case "WriteStdin" -> AgentServiceGrpc.getWriteStdinMethod();
            case "ReadStdout" -> AgentServiceGrpc.getReadStdoutMethod();
            case "ReadStderr" -> AgentServiceGrpc.getReadStderrMethod();
            case "CloseStdin" -> AgentServiceGrpc.getCloseStdinMethod();
            case "TtyWinResize" -> AgentServiceGrpc.getTtyWinResizeMethod();
            case "UpdateInterface" -> AgentServiceGrpc.getUpdateInterfaceMethod();
            case "UpdateRoutes" -> AgentServiceGrpc.getUpdateRoutesMethod();
            case "ListInterfaces" -> AgentServiceGrpc.getListInterfacesMethod();
            case "ListRoutes" -> AgentServiceGrpc.getListRoutesMethod();
            case "AddARPNeighbors" -> AgentServiceGrpc.getAddARPNeighborsMethod();
            case "GetIPTables" -> AgentServiceGrpc.getGetIPTablesMethod();
            case "SetIPTables" -> AgentServiceGrpc.getSetIPTablesMethod();
            case "GetMetrics" -> AgentServiceGrpc.getGetMetricsMethod();
            case "MemAgentMemcgSet" -> AgentServiceGrpc.getMemAgentMemcgSetMethod();
            case "MemAgentCompactSet" -> AgentServiceGrpc.getMemAgentCompactSetMethod();
            case "CreateSandbox" -> AgentServiceGrpc.getCreateSandboxMethod();
            case "DestroySandbox" -> AgentServiceGrpc.getDestroySandboxMethod();
            case "OnlineCPUMem" -> AgentServiceGrpc.getOnlineCPUMemMethod();
            case "ReseedRandomDev" -> AgentServiceGrpc.getReseedRandomDevMethod();
            case "GetGuestDetails" -> AgentServiceGrpc.getGetGuestDetailsMethod();
            case "MemHotplugByProbe" -> AgentServiceGrpc.getMemHotplugByProbeMethod();
            case "SetGuestDateTime" -> AgentServiceGrpc.getSetGuestDateTimeMethod();
            case "CopyFile" -> AgentServiceGrpc.getCopyFileMethod();
            case "GetOOMEvent" -> AgentServiceGrpc.getGetOOMEventMethod();
            case "AddSwap" -> AgentServiceGrpc.getAddSwapMethod();
            case "AddSwapPath" -> AgentServiceGrpc.getAddSwapPathMethod();
            case "GetVolumeStats" -> AgentServiceGrpc.getGetVolumeStatsMethod();
            case "ResizeVolume" -> AgentServiceGrpc.getResizeVolumeMethod();
            case "SetPolicy" -> AgentServiceGrpc.getSetPolicyMethod();
            case "Check" -> HealthGrpc.getCheckMethod();
            case "Version" -> HealthGrpc.getVersionMethod();
            default -> throw new IllegalArgumentException("no such call: " + name);
        };
    }
}
