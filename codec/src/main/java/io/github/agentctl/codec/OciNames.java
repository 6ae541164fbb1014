// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.codec;

import com.google.protobuf.Descriptors.Descriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Names of a config.json, after the OCI runtime specification (1.2 and what 1.3 adds): those that the agent's messages
 * have no field for, and how those are written there that it has. A name that is neither is a mistake of the user's: a
 * config.json has no place for extensions of a vendor but its annotations, so that being strict refuses nothing that
 * is right.
 */
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

    /** What config.json writes otherwise than by its first letters. */
    private static final Map<String, String> SPELLING =
            Map.of("Version", "ociVersion", "Pagesize", "pageSize", "errnoret", "errnoRet");

    private OciNames() {}

    static boolean lacks(Descriptor message, String name) {
        return FieldNames.isOci(message) && lacking(message).contains(name);
    }

    /** All names that an object of config.json may have, as they are written there. */
    static List<String> all(Descriptor message) {
        List<String> names = new ArrayList<>();
        message.getFields().forEach(field -> names.add(spelling(field.getName())));
        lacking(message).stream().sorted().forEach(names::add);
        return names;
    }

    private static Set<String> lacking(Descriptor message) {
        return LACKING.getOrDefault(message.getName(), Set.of());
    }

    /** {@code OOMScoreAdj} is {@code oomScoreAdj} there, {@code UIDMappings} {@code uidMappings}, {@code CPU} {@code cpu}. */
    private static String spelling(String name) {
        int capitals = 0;
        while (capitals < name.length() && !Character.isLowerCase(name.charAt(capitals))) {
            capitals++;
        }
        boolean wordFollows = capitals > 1 && capitals < name.length();
        int lowered = wordFollows ? capitals - 1 : capitals;
        String usual = name.substring(0, lowered).toLowerCase(Locale.ROOT) + name.substring(lowered);
        return SPELLING.getOrDefault(name, usual);
    }
}
