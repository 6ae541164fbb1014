// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.benchmarks;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * A Java client that is told on standard input what to do next, so that it stays warm between the turns of others. A
 * line is {@code SOCKET MODE IN_FLIGHT SIZE MILLISECONDS}; the answer is a line of key=value.
 */
public final class Load {
    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Load() {}

    public static void main(String[] arguments) throws Exception {
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            String[] words = order.split(" ", 5);
            try (Loads loads = new Loads(words[0])) {
                System.out.println(run(
                        loads,
                        words[1],
                        Integer.parseInt(words[2]),
                        Integer.parseInt(words[3]),
                        Long.parseLong(words[4])));
            }
        }
    }

    private static String run(Loads loads, String mode, int inFlight, int size, long millis) throws Exception {
        if (mode.equals("latency")) {
            return OpenLoop.run(loads.channel(), size, millis);
        }
        if (mode.equals("idle")) {
            return IdleCalls.run(loads.channel(), inFlight);
        }
        double cpu = cpuSeconds();
        long allocated = THREADS.getCurrentThreadAllocatedBytes();
        long begin = System.nanoTime();
        long end = begin + TimeUnit.MILLISECONDS.toNanos(millis);
        long count = switch (mode) {
            case "bare" -> loads.bare(end);
            case "async" -> loads.async(end, inFlight);
            case "blocking" ->
                inFlight == 1
                        ? loads.unary(end)
                        : together(Executors.newCachedThreadPool(), inFlight, () -> loads.unary(end));
            case "virtual" -> together(virtualThreads(), inFlight, () -> loads.unary(end));
            case "reply" -> loads.reply(end, size);
            case "stream" -> loads.stream(end, size);
            default -> throw new IllegalArgumentException("no mode " + mode);
        };
        double seconds = (System.nanoTime() - begin) / 1e9;
        return String.format(
                Locale.ROOT,
                "count=%d seconds=%.3f rate=%.1f cpu-us=%.3f allocated=%.1f",
                count,
                seconds,
                count / seconds,
                (cpuSeconds() - cpu) * 1e6 / count,
                (THREADS.getCurrentThreadAllocatedBytes() - allocated) / (double) count);
    }

    private static long together(ExecutorService threads, int inFlight, Callable<Long> load) throws Exception {
        try {
            List<Callable<Long>> loads = new ArrayList<>();
            for (int i = 0; i < inFlight; i++) {
                loads.add(load);
            }
            long count = 0;
            for (Future<Long> done : threads.invokeAll(loads)) {
                count += done.get();
            }
            return count;
        } finally {
            threads.shutdown();
        }
    }

    /** By reflection: this is compiled for JDK 17. */
    private static ExecutorService virtualThreads() throws ReflectiveOperationException {
        return (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    }

    private static double cpuSeconds() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                        .getProcessCpuTime()
                / 1e9;
    }
}
