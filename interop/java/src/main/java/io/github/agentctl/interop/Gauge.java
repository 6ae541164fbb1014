// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** What this process holds, taken now and then while no call is in flight; flat where it does not grow. */
final class Gauge {
    /** The first one fills caches and pools. */
    private static final int QUARTERS = 4;

    /**
     * @param heapMiB after a collection
     * @param directMiB direct buffers
     */
    record Sample(double seconds, long calls, int descriptors, int threads, double heapMiB, double directMiB) {}

    /** One thing that must not grow by more than this. */
    private record Limit(String name, ToDoubleFunction<Sample> of, double growth) {}

    /**
     * Pools of threads keep idle ones for a minute, so they are as large as the busiest moment was. The memory is less
     * than 16 bytes a call in the shortest run.
     */
    private static final List<Limit> LIMITS = List.of(
            new Limit("descriptors", Sample::descriptors, 8),
            new Limit("threads", Sample::threads, 64),
            new Limit("heap-MiB", Sample::heapMiB, 8),
            new Limit("direct-MiB", Sample::directMiB, 8));

    private final List<Sample> samples = new ArrayList<>();

    void add(Sample sample) {
        samples.add(sample);
    }

    List<Sample> samples() {
        return samples;
    }

    static Sample now(double seconds, long calls) {
        System.gc();
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        double heap = (runtime.totalMemory() - runtime.freeMemory()) / (double) (1 << 20);
        int threads = ManagementFactory.getThreadMXBean().getThreadCount();
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return new Sample(seconds, calls, (int) open.count(), threads, heap, directMiB());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static double directMiB() {
        long bytes = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
        return bytes / (double) (1 << 20);
    }

    /**
     * What has grown: where the median of the last quarter is above that of the second by more than its limit. Complains
     * too where there are too few samples to tell.
     */
    List<String> growth() {
        int quarter = samples.size() / QUARTERS;
        if (quarter == 0) {
            return List.of("only " + samples.size() + " samples: nothing can be said of them");
        }
        List<String> grown = new ArrayList<>();
        for (Limit limit : LIMITS) {
            double before = median(limit, quarter, 2 * quarter);
            double after = median(limit, samples.size() - quarter, samples.size());
            if (after - before > limit.growth()) {
                grown.add(String.format(
                        Locale.ROOT,
                        "%s grew from %.1f to %.1f, by more than %.0f",
                        limit.name(),
                        before,
                        after,
                        limit.growth()));
            }
        }
        return grown;
    }

    /** {@code descriptors 40 -> 40, ...}: the medians that {@link #growth} compares. */
    String flatness() {
        int quarter = samples.size() / QUARTERS;
        if (quarter == 0) {
            return "too few samples to tell";
        }
        List<String> words = new ArrayList<>();
        for (Limit limit : LIMITS) {
            words.add(String.format(
                    Locale.ROOT,
                    "%s %.1f -> %.1f (+%.0f allowed)",
                    limit.name(),
                    median(limit, quarter, 2 * quarter),
                    median(limit, samples.size() - quarter, samples.size()),
                    limit.growth()));
        }
        return String.join(", ", words);
    }

    private double median(Limit limit, int from, int to) {
        double[] sorted = samples.subList(from, to).stream()
                .mapToDouble(limit.of())
                .sorted()
                .toArray();
        return sorted[sorted.length / 2];
    }
}
