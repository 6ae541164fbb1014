// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.benchmarks;

import io.github.agentctl.interop.Item;
import io.github.agentctl.interop.PeerGrpc;
import io.github.agentctl.ttrpc.TtrpcChannel;
import io.grpc.stub.StreamObserver;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;

/**
 * Calls that begin at a given rate, whether or not those before have ended. A call's time counts from when it should
 * have begun, so that a client that falls behind cannot hide it.
 */
final class OpenLoop {
    private static final long PAUSE_NANOS = 20_000;

    private OpenLoop() {}

    static String run(TtrpcChannel channel, int rate, long millis) throws InterruptedException {
        PeerGrpc.PeerStub stub = PeerGrpc.newStub(channel).withExecutor(Runnable::run);
        ConcurrentHistogram micros = new ConcurrentHistogram(TimeUnit.MINUTES.toMicros(1), 3);
        AtomicLong open = new AtomicLong();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        long begin = System.nanoTime();
        long count = rate * millis / 1000;
        for (long i = 0; i < count; i++) {
            long due = begin + i * TimeUnit.SECONDS.toNanos(1) / rate;
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            open.incrementAndGet();
            stub.unary(Item.getDefaultInstance(), new Timed(due, micros, open, failure));
        }
        while (open.get() > 0) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
        if (failure.get() != null) {
            throw new IllegalStateException("a call failed", failure.get());
        }
        return String.format(
                Locale.ROOT,
                "count=%d seconds=%.3f p50-us=%d p90-us=%d p99-us=%d p999-us=%d max-us=%d",
                count,
                (System.nanoTime() - begin) / 1e9,
                micros.getValueAtPercentile(50),
                micros.getValueAtPercentile(90),
                micros.getValueAtPercentile(99),
                micros.getValueAtPercentile(99.9),
                micros.getMaxValue());
    }

    private record Timed(long due, ConcurrentHistogram micros, AtomicLong open, AtomicReference<Throwable> failure)
            implements StreamObserver<Item> {
        @Override
        public void onNext(Item item) {}

        @Override
        public void onError(Throwable cause) {
            failure.set(cause);
            open.decrementAndGet();
        }

        @Override
        public void onCompleted() {
            micros.recordValue(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - due));
            open.decrementAndGet();
        }
    }
}
