// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.benchmarks;

import com.google.protobuf.Empty;
import io.github.agentctl.interop.BlockRequest;
import io.github.agentctl.interop.PeerGrpc;
import io.github.agentctl.ttrpc.TtrpcChannel;
import io.grpc.stub.StreamObserver;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Calls that are open and wait for a reply that does not come yet: what each costs. */
final class IdleCalls {
    private IdleCalls() {}

    static String run(TtrpcChannel channel, int count) throws InterruptedException {
        PeerGrpc.PeerStub stub = PeerGrpc.newStub(channel);
        Ends nobody = new Ends(new AtomicInteger());
        open(stub, nobody, "warm", 1_000);
        long before = heap();
        int threads = Thread.activeCount();
        open(stub, nobody, "idle", count);
        long held = heap() - before;
        if (nobody.count().get() > 0) {
            throw new IllegalStateException(nobody.count() + " calls have ended and are not idle");
        }
        return String.format(
                Locale.ROOT,
                "count=%d heap-per-call=%.1f threads=%d",
                count,
                held / (double) count,
                Thread.activeCount() - threads);
    }

    private static void open(PeerGrpc.PeerStub stub, StreamObserver<Empty> nobody, String name, int count) {
        long now = System.nanoTime();
        for (int i = 0; i < count; i++) {
            stub.block(
                    BlockRequest.newBuilder()
                            .setToken(name + now + "-" + i)
                            .setHoldMillis(120_000)
                            .build(),
                    nobody);
        }
    }

    private static long heap() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            System.gc();
            TimeUnit.MILLISECONDS.sleep(100);
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** None should end while it is measured: one that has failed takes no heap. */
    private record Ends(AtomicInteger count) implements StreamObserver<Empty> {
        @Override
        public void onNext(Empty reply) {}

        @Override
        public void onError(Throwable cause) {
            count.incrementAndGet();
        }

        @Override
        public void onCompleted() {
            count.incrementAndGet();
        }
    }
}
