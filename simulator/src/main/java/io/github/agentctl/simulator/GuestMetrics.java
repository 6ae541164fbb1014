// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The families that the agent reports, in the text format of Prometheus. The names are the real ones; of the values only
 * the number of scrapes and of processes mean anything.
 */
final class GuestMetrics {
    private final AtomicLong scrapes = new AtomicLong();
    private final LongSupplier processes;

    /** @param processes how many live */
    GuestMetrics(LongSupplier processes) {
        this.processes = processes;
    }

    /** One scrape. */
    String text() {
        StringBuilder text = new StringBuilder(8192);
        long alive = processes.getAsLong();
        single(text, "kata_agent_scrape_count", "counter", "Metrics scrape count", scrapes.incrementAndGet());
        single(text, "kata_agent_threads", "gauge", "Agent process threads", 4);
        single(text, "kata_agent_total_time", "gauge", "Agent process total time", 1);
        single(text, "kata_agent_total_vm", "gauge", "Agent process total VM size", 64_000_000);
        single(text, "kata_agent_total_rss", "gauge", "Agent process total RSS size", 16_000_000);
        family(text, "kata_agent_io_stat", "Agent process IO statistics", "item", IO);
        family(text, "kata_agent_proc_stat", "Agent process statistics", "item", PROC_STAT);
        family(text, "kata_agent_proc_status", "Agent process status", "item", PROC_STATUS);
        family(text, "kata_guest_load", "Guest system load", "item", LOAD);
        family(
                text,
                "kata_guest_tasks",
                "Guest system tasks",
                "item",
                new TreeMap<>(Map.of("cur", alive, "max", alive)));
        family(text, "kata_guest_cpu_time", "Guest CPU statistics", "cpu=\"0\",item", CPU);
        family(text, "kata_guest_vm_stat", "Guest virtual memory statistics", "item", VM);
        family(text, "kata_guest_netdev_stat", "Guest net devices statistics", "interface=\"lo\",item", NETDEV);
        family(text, "kata_guest_diskstat", "Disks statistics in system", "disk=\"vda\",item", DISK);
        family(text, "kata_guest_meminfo", "Statistics about memory usage in the system", "item", MEMORY);
        family(
                text,
                "kata_guest_filesystem_bytes",
                "Space of the guest's file systems",
                "mountpoint=\"/\",item",
                GuestVolume.BYTES);
        family(
                text,
                "kata_guest_filesystem_inodes",
                "Inodes of the guest's file systems",
                "mountpoint=\"/\",item",
                GuestVolume.INODES);
        return text.toString();
    }

    private static final Map<String, Long> IO = values("rchar", 4096, "wchar", 4096, "syscr", 16, "syscw", 16);
    private static final Map<String, Long> PROC_STAT = values("utime", 1, "stime", 1, "cutime", 0, "cstime", 0);
    private static final Map<String, Long> PROC_STATUS =
            values("vmpeak", 64_000_000, "vmsize", 64_000_000, "vmhwm", 16_000_000, "vmrss", 16_000_000);
    private static final Map<String, Long> LOAD = values("load1", 0, "load5", 0, "load15", 0);
    private static final Map<String, Long> CPU = values("user", 100, "nice", 0, "system", 100, "idle", 100_000);
    private static final Map<String, Long> VM = values("nr_free_pages", 400_000, "pgfault", 20_000, "oom_kill", 0);
    private static final Map<String, Long> NETDEV =
            values("recv_bytes", 0, "recv_packets", 0, "sent_bytes", 0, "sent_packets", 0);
    private static final Map<String, Long> DISK = values("reads", 100, "sectors_read", 800, "writes", 0, "flushes", 0);
    private static final Map<String, Long> MEMORY =
            values("mem_total", 2_147_483_648L, "mem_free", 1_638_400_000, "mem_available", 1_800_000_000, "cached", 0);

    static Map<String, Long> values(String a, long x, String b, long y, String c, long z, String d, long w) {
        return new TreeMap<>(Map.of(a, x, b, y, c, z, d, w));
    }

    static Map<String, Long> values(String a, long x, String b, long y, String c, long z) {
        return new TreeMap<>(Map.of(a, x, b, y, c, z));
    }

    private static void single(StringBuilder text, String name, String type, String help, long value) {
        head(text, name, type, help).append(name).append(' ').append(value).append('\n');
    }

    private static void family(StringBuilder text, String name, String help, String labels, Map<String, Long> values) {
        head(text, name, "gauge", help);
        values.forEach((item, value) -> text.append(name)
                .append('{')
                .append(labels)
                .append("=\"")
                .append(item)
                .append("\"} ")
                .append(value)
                .append('\n'));
    }

    private static StringBuilder head(StringBuilder text, String name, String type, String help) {
        return text.append("# HELP ")
                .append(name)
                .append(' ')
                .append(help)
                .append("\n# TYPE ")
                .append(name)
                .append(' ')
                .append(type)
                .append('\n');
    }
}
