// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The families that the agent reports, in the text format of Prometheus. The names are the real ones; of the values only
 * the number of scrapes and of processes mean anything.
 */
final class GuestMetrics {
    private static final long VM_BYTES = 64_000_000;
    private static final long RSS_BYTES = 16_000_000;

    /** Values by item, with the labels that come before the item's own. */
    private record Family(String name, String help, String labels, Map<String, Long> values) {}

    private static final List<Family> FAMILIES = List.of(
            new Family(
                    "kata_agent_io_stat",
                    "Input and output of the agent's process",
                    "",
                    Map.of("rchar", 4096L, "wchar", 4096L, "syscr", 16L, "syscw", 16L)),
            new Family(
                    "kata_agent_proc_stat",
                    "Times of the agent's process",
                    "",
                    Map.of("utime", 1L, "stime", 1L, "cutime", 0L, "cstime", 0L)),
            new Family(
                    "kata_agent_proc_status",
                    "Memory of the agent's process",
                    "",
                    Map.of("vmpeak", VM_BYTES, "vmsize", VM_BYTES, "vmhwm", RSS_BYTES, "vmrss", RSS_BYTES)),
            new Family("kata_guest_load", "Load of the guest", "", Map.of("load1", 0L, "load5", 0L, "load15", 0L)),
            new Family(
                    "kata_guest_cpu_time",
                    "Times of the guest's processors",
                    "cpu=\"0\",",
                    Map.of("user", 100L, "nice", 0L, "system", 100L, "idle", 100_000L)),
            new Family(
                    "kata_guest_vm_stat",
                    "Virtual memory of the guest",
                    "",
                    Map.of("nr_free_pages", 400_000L, "pgfault", 20_000L, "oom_kill", 0L)),
            new Family(
                    "kata_guest_netdev_stat",
                    "Network devices of the guest",
                    "interface=\"lo\",",
                    Map.of("recv_bytes", 0L, "recv_packets", 0L, "sent_bytes", 0L, "sent_packets", 0L)),
            new Family(
                    "kata_guest_diskstat",
                    "Disks of the guest",
                    "disk=\"vda\",",
                    Map.of("reads", 100L, "sectors_read", 800L, "writes", 0L, "flushes", 0L)),
            new Family(
                    "kata_guest_meminfo",
                    "Memory of the guest",
                    "",
                    Map.of("mem_total", 2_147_483_648L, "mem_free", 1_638_400_000L, "cached", 0L)),
            new Family(
                    "kata_guest_filesystem_bytes",
                    "Space of the guest's file systems",
                    "mountpoint=\"/\",",
                    GuestVolume.BYTES),
            new Family(
                    "kata_guest_filesystem_inodes",
                    "Inodes of the guest's file systems",
                    "mountpoint=\"/\",",
                    GuestVolume.INODES));

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
        single(text, "kata_agent_scrape_count", "counter", "How often this was asked for", scrapes.incrementAndGet());
        single(text, "kata_agent_threads", "gauge", "Threads of the agent's process", 4);
        single(text, "kata_agent_total_time", "gauge", "Time of the agent's process", 1);
        single(text, "kata_agent_total_vm", "gauge", "Virtual memory of the agent's process", VM_BYTES);
        single(text, "kata_agent_total_rss", "gauge", "Resident memory of the agent's process", RSS_BYTES);
        append(text, new Family("kata_guest_tasks", "Tasks of the guest", "", Map.of("cur", alive, "max", alive)));
        FAMILIES.forEach(family -> append(text, family));
        return text.toString();
    }

    private static void single(StringBuilder text, String name, String type, String help, long value) {
        head(text, name, type, help);
        text.append(name).append(' ').append(value).append('\n');
    }

    private static void append(StringBuilder text, Family family) {
        head(text, family.name, "gauge", family.help);
        new TreeMap<>(family.values)
                .forEach((item, value) -> text.append(family.name)
                        .append('{')
                        .append(family.labels)
                        .append("item=\"")
                        .append(item)
                        .append("\"} ")
                        .append(value)
                        .append('\n'));
    }

    private static void head(StringBuilder text, String name, String type, String help) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }
}
