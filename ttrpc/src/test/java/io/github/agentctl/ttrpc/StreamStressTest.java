// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Int32Value;
import com.google.protobuf.Message;
import com.google.protobuf.StringValue;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.transport.spi.InProcessListener;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Many streams and calls at once that are cancelled, time out, are given up unread, or lose their connection at random:
 * each ends once, and hears its own messages, in order, and all of them where it ends well.
 */
@Timeout(60)
class StreamStressTest {
    private static final int THREADS = 6;
    private static final int CALLS = 150;
    private static final int AT_ONCE = 20;

    @RegisterExtension
    private final Loopback loopback = new Loopback();

    private final AtomicInteger ends = new AtomicInteger();
    private final AtomicInteger good = new AtomicInteger();
    private final AtomicInteger wrong = new AtomicInteger();

    @RepeatedTest(3)
    void everyStreamEndsOnceWithItsOwnMessagesInOrder() throws Exception {
        run(false);
        assertThat(good.get()).isGreaterThan(THREADS * CALLS / 4);
    }

    @RepeatedTest(3)
    void everyStreamEndsOnceWhenTheConnectionIsLostInBetween() throws Exception {
        run(true);
    }

    private void run(boolean lose) throws Exception {
        long seed = System.nanoTime();
        InProcessListener listener = new InProcessListener(new Endpoint.Other("sim", ""));
        TtrpcServer server = loopback.start(listener, builder -> builder, Streams.service(), Echo.parrot());
        TtrpcChannel channel = loopback.connect(listener);
        CountDownLatch done = new CountDownLatch(THREADS);
        Semaphore room = new Semaphore(AT_ONCE);
        for (int thread = 0; thread < THREADS; thread++) {
            Random random = new Random(seed + thread);
            Threads.daemon("caller " + thread, () -> {
                        for (int i = 0; i < CALLS; i++) {
                            room.acquireUninterruptibly();
                            oneCall(channel, random, room);
                        }
                        done.countDown();
                    })
                    .start();
        }
        if (lose) {
            TimeUnit.MILLISECONDS.sleep(new Random(seed).nextInt(200));
            server.shutdownNow();
        }

        assertThat(done.await(40, TimeUnit.SECONDS))
                .as("seed %d: all began", seed)
                .isTrue();
        assertThat(room.tryAcquire(AT_ONCE, 10, TimeUnit.SECONDS))
                .as("seed %d: all ended, %d of %d", seed, ends.get(), THREADS * CALLS)
                .isTrue();
        assertThat(wrong.get()).as("seed %d: wrong", seed).isZero();
        assertThat(ends.get()).as("seed %d: ends", seed).isEqualTo(THREADS * CALLS);
        channel.shutdown();
        assertThat(channel.awaitTermination(10, TimeUnit.SECONDS))
                .as("seed %d: nothing is left open", seed)
                .isTrue();
    }

    private void oneCall(TtrpcChannel channel, Random random, Semaphore room) {
        int count = random.nextInt(50);
        String name = Integer.toHexString(random.nextInt());
        IntFunction<StringValue> text = i -> StringValue.of(name + "/" + i);
        switch (random.nextInt(4)) {
            case 0 -> new Call<>(random, room, count, text, count, text).make(channel, Streams.ECHO);
            case 1 ->
                new Call<>(random, room, count, Int32Value::of, 1, i -> Int32Value.of(count * (count - 1) / 2))
                        .make(channel, Streams.SUM);
            case 2 ->
                new Call<>(random, room, 1, i -> Int32Value.of(count), count, Int32Value::of)
                        .make(channel, Streams.COUNT);
            default -> new Call<>(random, room, 1, text, 1, text).make(channel, Echo.METHOD);
        }
    }

    /** Sends so many messages and expects so many. */
    private final class Call<Q extends Message, A extends Message> extends ClientCall.Listener<A> {
        private final Random random;
        private final Semaphore room;
        private final int requests;
        private final IntFunction<Q> request;
        private final int replies;
        private final IntFunction<A> reply;
        private final boolean cancelled;
        private final AtomicInteger closed = new AtomicInteger();
        private int heard;

        Call(Random random, Semaphore room, int requests, IntFunction<Q> request, int replies, IntFunction<A> reply) {
            this.random = random;
            this.room = room;
            this.requests = requests;
            this.request = request;
            this.replies = replies;
            this.reply = reply;
            this.cancelled = random.nextInt(5) == 0;
        }

        void make(TtrpcChannel channel, MethodDescriptor<Q, A> method) {
            CallOptions options = random.nextInt(4) == 0
                    ? CallOptions.DEFAULT.withDeadlineAfter(random.nextInt(10), TimeUnit.MILLISECONDS)
                    : CallOptions.DEFAULT;
            ClientCall<Q, A> call = channel.newCall(method, options);
            call.start(this, new Metadata());
            // One that is cancelled may have taken nothing of what came.
            boolean unread = cancelled && random.nextBoolean();
            call.request(unread ? 0 : replies + 1);
            int until = cancelled ? random.nextInt(requests + 1) : requests;
            for (int i = 0; i < until; i++) {
                call.sendMessage(request.apply(i));
            }
            if (until == requests) {
                call.halfClose();
            }
            if (cancelled) {
                if (random.nextBoolean()) {
                    Threads.timer()
                            .schedule(() -> call.cancel("later", null), random.nextInt(5), TimeUnit.MILLISECONDS);
                } else {
                    call.cancel("changed its mind", null);
                }
            }
        }

        @Override
        public void onMessage(A message) {
            if (!message.equals(reply.apply(heard++))) {
                wrong("message " + message);
            }
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            if (closed.incrementAndGet() > 1) {
                wrong("a second end: " + status);
                return;
            }
            switch (status.getCode()) {
                case OK -> {
                    good.incrementAndGet();
                    if (heard != replies) {
                        wrong(heard + " of " + replies + " messages");
                    }
                }
                case CANCELLED, DEADLINE_EXCEEDED, UNAVAILABLE -> {}
                default -> wrong(status.toString());
            }
            ends.incrementAndGet();
            room.release();
        }

        private void wrong(String what) {
            System.err.println(what);
            wrong.incrementAndGet();
        }
    }
}
