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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

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

    /** Keeps so many calls in flight that nobody waits for: the end of one begins the next. */
    long async(long end, int inFlight) throws InterruptedException {
        PeerGrpc.PeerStub stub = PeerGrpc.newStub(channel).withExecutor(Runnable::run);
        List<Chain> chains = new ArrayList<>();
        for (int i = 0; i < inFlight; i++) {
            chains.add(new Chain(stub, end));
        }
        chains.forEach(Chain::next);
        long count = 0;
        for (Chain chain : chains) {
            count += chain.await();
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

    /** One call after the other, each begun where the one before was heard to end. */
    private static final class Chain implements StreamObserver<Item> {
        private final PeerGrpc.PeerStub stub;
        private final long end;
        private final CountDownLatch over = new CountDownLatch(1);
        private long count;
        private @Nullable Throwable failure;

        Chain(PeerGrpc.PeerStub stub, long end) {
            this.stub = stub;
            this.end = end;
        }

        void next() {
            stub.unary(ITEM, this);
        }

        long await() throws InterruptedException {
            over.await();
            if (failure != null) {
                throw new IllegalStateException("a call failed", failure);
            }
            return count;
        }

        @Override
        public void onNext(Item item) {}

        @Override
        public void onError(Throwable cause) {
            failure = cause;
            over.countDown();
        }

        @Override
        public void onCompleted() {
            count++;
            if (System.nanoTime() < end) {
                next();
            } else {
                over.countDown();
            }
        }
    }
}
