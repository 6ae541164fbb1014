// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.benchmarks;

import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.Transports;
import io.github.agentctl.interop.Item;
import io.github.agentctl.interop.Order;
import io.github.agentctl.interop.PeerGrpc;
import io.github.agentctl.interop.SizeRequest;
import io.github.agentctl.ttrpc.FrameTrace;
import io.github.agentctl.ttrpc.TtrpcChannel;
import io.grpc.Deadline;
import io.grpc.stub.StreamObserver;
import java.nio.ByteBuffer;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** What one thread, or one stub, does to a server for a while. Counts calls, or messages. */
final class Loads implements AutoCloseable {
    private static final int STREAM_LENGTH = 5_000;
    private static final Item ITEM = Item.newBuilder().setNumber(1).build();

    private final String socket;
    private final TtrpcChannel channel;
    private final PeerGrpc.PeerBlockingStub blocking;

    Loads(String socket) {
        this.socket = socket;
        this.channel = connect(socket).build();
        this.blocking = PeerGrpc.newBlockingStub(channel);
    }

    TtrpcChannel channel() {
        return channel;
    }

    long unary(long end) {
        return repeat(end, () -> {
            blocking.unary(ITEM);
            return 1;
        });
    }

    long reply(long end, int size) {
        SizeRequest request = SizeRequest.newBuilder().setReplySize(size).build();
        return repeat(end, () -> {
            blocking.size(request);
            return 1;
        });
    }

    long stream(long end, int size) {
        Order order = Order.newBuilder().setCount(STREAM_LENGTH).setSize(size).build();
        return repeat(end, () -> {
            blocking.serverStream(order).forEachRemaining(item -> {});
            return STREAM_LENGTH;
        });
    }

    /** One thread keeps so many calls in flight whose replies it does not wait for. */
    long async(long end, int inFlight) throws InterruptedException {
        PeerGrpc.PeerStub stub = PeerGrpc.newStub(channel).withExecutor(Runnable::run);
        Semaphore free = new Semaphore(inFlight);
        AtomicLong failed = new AtomicLong();
        long count = 0;
        for (; System.nanoTime() < end && failed.get() == 0; count++) {
            free.acquire();
            stub.unary(ITEM, new Ended(free, failed));
        }
        free.acquire(inFlight);
        if (failed.get() > 0) {
            throw new IllegalStateException(failed + " calls failed");
        }
        return count;
    }

    /** The same frames on a bare channel. */
    long bare(long end) throws Exception {
        byte[][] request = new byte[1][];
        int[] replyLength = new int[1];
        FrameTrace sizes = (direction, id, type, flags, length, data) -> {
            if (direction == FrameTrace.Direction.SENT) {
                ByteBuffer frame = ByteBuffer.allocate(10 + data.remaining());
                frame.putInt((int) length)
                        .putInt(id)
                        .put((byte) type)
                        .put((byte) flags)
                        .put(data);
                request[0] = frame.array();
            } else {
                replyLength[0] = (int) length + 10;
            }
        };
        TtrpcChannel traced = connect(socket).trace(sizes).build();
        PeerGrpc.newBlockingStub(traced).unary(ITEM);
        traced.shutdownNow();
        long count = 0;
        try (BareCalls calls = new BareCalls(socket, request[0], replyLength[0])) {
            for (; System.nanoTime() < end; count++) {
                calls.call();
            }
        }
        return count;
    }

    private static long repeat(long end, LongSupplier once) {
        long count = 0;
        while (System.nanoTime() < end) {
            count += once.getAsLong();
        }
        return count;
    }

    private static TtrpcChannel.Builder connect(String socket) {
        Endpoint endpoint = Endpoint.parse("unix://" + socket);
        return TtrpcChannel.builder(
                Transports.installed().select(endpoint, null).connect(endpoint, Deadline.after(5, TimeUnit.SECONDS)));
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }

    private record Ended(Semaphore free, AtomicLong failed) implements StreamObserver<Item> {
        @Override
        public void onNext(Item item) {}

        @Override
        public void onError(Throwable cause) {
            failed.incrementAndGet();
            free.release();
        }

        @Override
        public void onCompleted() {
            free.release();
        }
    }
}
