// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.interop;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** {@code peer call bench}: one connection, so many blocking calls in flight, for a while. */
final class Bench {
    private static final int STREAM_LENGTH = 5_000;
    private static final Map<String, Integer> SIZES = Map.of("unary", 0, "stream", 1 << 10, "reply", 1 << 20);

    private final Session session;
    private final String mode;
    private final int parallel;
    private final Duration duration;
    private final int size;
    private final ByteString body;

    Bench(Session session, List<String> given) {
        Arguments arguments = Arguments.parse(given, Set.of("mode", "parallel", "duration", "size"), "");
        this.session = session;
        this.mode = arguments.text("mode", "unary");
        if (!SIZES.containsKey(mode)) {
            throw new Arguments.MisusedException("bench knows the modes unary, stream and reply");
        }
        this.parallel = arguments.number("parallel", 1);
        this.duration = arguments.duration("duration", "5s");
        this.size = Integer.parseInt(arguments.text("size", String.valueOf(SIZES.get(mode))));
        this.body = ByteString.copyFrom(new byte[size]);
    }

    /** One line of key=value. A tenth of the time warms up before. */
    String run() throws InterruptedException {
        measure(duration.dividedBy(10));
        double cpu = Peer.cpuSeconds();
        long begin = System.nanoTime();
        long count = measure(duration);
        double seconds = (System.nanoTime() - begin) / 1e9;
        return String.format(
                Locale.ROOT,
                "bench peer=java mode=%s parallel=%d size=%d count=%d seconds=%.2f %s=%.0f MiB/s=%.1f cpu-seconds=%.2f",
                mode,
                parallel,
                size,
                count,
                seconds,
                mode.equals("stream") ? "messages/s" : "calls/s",
                count / seconds,
                count * (double) size / seconds / (1 << 20),
                Peer.cpuSeconds() - cpu);
    }

    private long measure(Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        AtomicLong count = new AtomicLong();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < parallel; i++) {
            Thread thread = new Thread(() -> {
                long mine = 0;
                while (System.nanoTime() < end) {
                    mine += once();
                }
                count.addAndGet(mine);
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return count.get();
    }

    private int once() {
        switch (mode) {
            case "unary" ->
                session.blocking()
                        .unary(Item.newBuilder().setNumber(1).setBody(body).build());
            case "reply" ->
                session.blocking()
                        .size(SizeRequest.newBuilder().setReplySize(size).build());
            default -> {
                Order order =
                        Order.newBuilder().setCount(STREAM_LENGTH).setSize(size).build();
                Iterator<Item> items = session.blocking().serverStream(order);
                int read = 0;
                while (items.hasNext()) {
                    items.next();
                    read++;
                }
                return read;
            }
        }
        return 1;
    }
}
