// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.codec;

import com.google.protobuf.Descriptors.Descriptor;
import java.util.Map;
import java.util.Set;

/** Names of the OCI runtime specification (1.2) that the agent's messages have no field for. */
final class OciNames {
    private static final Map<String, Set<String>> LACKING = Map.ofEntries(
            Map.entry("Spec", Set.of("domainname", "vm", "zos", "freebsd")),
            Map.entry("Process", Set.of("commandLine", "scheduler", "ioPriority", "execCPUAffinity")),
            Map.entry("User", Set.of("umask")),
            Map.entry("Mount", Set.of("uidMappings", "gidMappings")),
            Map.entry("Linux", Set.of("timeOffsets", "netDevices", "personality", "memoryPolicy")),
            Map.entry(
                    "LinuxIntelRdt",
                    Set.of("closID", "memBwSchema", "schemata", "enableCMT", "enableMBM", "enableMonitoring")),
            Map.entry("LinuxResources", Set.of("rdma", "unified")),
            Map.entry("LinuxMemory", Set.of("useHierarchy", "checkBeforeUpdate")),
            Map.entry("LinuxCPU", Set.of("burst", "idle")),
            Map.entry("LinuxSeccomp", Set.of("defaultErrnoRet", "listenerPath", "listenerMetadata")),
            Map.entry("Solaris", Set.of("milestone", "limitpriv", "maxShmMemory", "anet", "cappedCPU", "cappedMemory")),
            Map.entry(
                    "Windows",
                    Set.of(
                            "layerFolders",
                            "devices",
                            "resources",
                            "credentialSpec",
                            "servicing",
                            "ignoreFlushesDuringBoot",
                            "hyperv",
                            "network")));

    private OciNames() {}

    static boolean lacks(Descriptor message, String name) {
        return FieldNames.isOci(message)
                && LACKING.getOrDefault(message.getName(), Set.of()).contains(name);
    }
}
