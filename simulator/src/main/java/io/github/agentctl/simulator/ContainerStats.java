// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import io.github.agentctl.proto.BlkioStats;
import io.github.agentctl.proto.CgroupStats;
import io.github.agentctl.proto.CpuStats;
import io.github.agentctl.proto.CpuUsage;
import io.github.agentctl.proto.MemoryData;
import io.github.agentctl.proto.MemoryStats;
import io.github.agentctl.proto.PidsStats;
import io.github.agentctl.proto.StatsContainerResponse;
import io.github.agentctl.proto.ThrottlingData;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a container uses, in the shape of cgroup v1: figures made up from its living processes, and the limits that it was
 * given. There are no network statistics: the real agent sends none.
 */
final class ContainerStats {
    /** How the kernel says "no limit" (PAGE_COUNTER_MAX in bytes). */
    private static final long NO_LIMIT = 0x7ffffffffffff000L;

    private static final long PAGE = 4096;
    private static final long BYTES_PER_PROCESS = 704 * 1024;
    private static final long NANOS_PER_PROCESS = 3_000_000;

    private ContainerStats() {}

    static StatsContainerResponse of(Container container) {
        long processes = container.liveProcesses();
        return StatsContainerResponse.newBuilder()
                .setCgroupStats(CgroupStats.newBuilder()
                        .setCpuStats(cpu(processes))
                        .setMemoryStats(memory(container, processes))
                        .setPidsStats(PidsStats.newBuilder()
                                .setCurrent(processes)
                                .setLimit(Math.max(
                                        0, container.resources().getPids().getLimit())))
                        .setBlkioStats(BlkioStats.getDefaultInstance()))
                .build();
    }

    private static CpuStats cpu(long processes) {
        long nanos = processes * NANOS_PER_PROCESS;
        return CpuStats.newBuilder()
                .setCpuUsage(CpuUsage.newBuilder().setTotalUsage(nanos).addPercpuUsage(nanos))
                .setThrottlingData(ThrottlingData.getDefaultInstance())
                .build();
    }

    private static MemoryStats memory(Container container, long processes) {
        long wanted = container.resources().getMemory().getLimit();
        long limit = wanted > 0 ? wanted : NO_LIMIT;
        long bytes = processes * BYTES_PER_PROCESS;
        MemoryData usage = MemoryData.newBuilder()
                .setUsage(bytes)
                .setMaxUsage(bytes)
                .setLimit(limit)
                .build();
        MemoryData kernel = MemoryData.newBuilder().setLimit(NO_LIMIT).build();
        return MemoryStats.newBuilder()
                .setUsage(usage)
                .setSwapUsage(usage)
                .setKernelUsage(kernel)
                .setUseHierarchy(true)
                .putAllStats(memoryStat(bytes, limit))
                .build();
    }

    private static Map<String, Long> memoryStat(long bytes, long limit) {
        Map<String, Long> own = Stream.of(
                        "cache",
                        "rss_huge",
                        "shmem",
                        "mapped_file",
                        "dirty",
                        "writeback",
                        "swap",
                        "swapcached",
                        "pgpgin",
                        "pgpgout",
                        "pgfault",
                        "pgmajfault",
                        "active_file",
                        "inactive_file",
                        "unevictable",
                        "workingset_refault_anon",
                        "workingset_refault_file")
                .collect(Collectors.toMap(name -> name, name -> 0L));
        own.put("rss", bytes);
        own.put("inactive_anon", bytes - Math.min(bytes, PAGE));
        own.put("active_anon", Math.min(bytes, PAGE));
        Map<String, Long> all = new LinkedHashMap<>(own);
        own.forEach((name, value) -> all.put("total_" + name, value));
        all.put("hierarchical_memory_limit", limit);
        all.put("hierarchical_memsw_limit", NO_LIMIT);
        return all;
    }
}
