// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.StringValue;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.transport.spi.InProcessListener;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;

/** Many callers that block, wait, cancel, time out and are interrupted at random: each call ends once, with its own reply. */
@Timeout(60)
class StressTest {
    private static final int CALLERS = 12;
    private static final int CALLS = 150;

    private final AtomicInteger ends = new AtomicInteger();
    private final AtomicInteger wrong = new AtomicInteger();
    private final AtomicInteger good = new AtomicInteger();

    @RepeatedTest(3)
    void everyCallEndsOnceWithItsOwnReply() throws Exception {
        run(false);
        assertThat(good.get()).isGreaterThan(CALLERS * CALLS / 4);
    }

    @RepeatedTest(3)
    void everyCallEndsOnceWhenTheConnectionIsLostInBetween() throws Exception {
        run(true);
    }

    private void run(boolean lose) throws Exception {
        long seed = System.nanoTime();
        InProcessListener listener = new InProcessListener(new Endpoint.Other("sim", ""));
        Random pauses = new Random(seed);
        TtrpcServer server = TtrpcServer.builder(listener)
                .addService(Echo.service((text, reply) -> {
                    int pause;
                    synchronized (pauses) {
                        pause = pauses.nextInt(10);
                    }
                    Runnable answer = () -> Echo.reply(reply, text);
                    if (pause < 5) {
                        answer.run();
                    } else {
                        Threads.timer().schedule(answer, pause, TimeUnit.MILLISECONDS);
                    }
                }))
                .build()
                .start();
        TtrpcChannel channel = new TtrpcChannel(listener.connect());
        CountDownLatch done = new CountDownLatch(CALLERS);
        for (int i = 0; i < CALLERS; i++) {
            Random random = new Random(seed + i);
            String name = "caller " + i;
            Threads.daemon(name, () -> {
                        for (int call = 0; call < CALLS; call++) {
                            callOnce(channel, random, name + " call " + call);
                        }
                        done.countDown();
                    })
                    .start();
        }
        if (lose) {
            TimeUnit.MILLISECONDS.sleep(new Random(seed).nextInt(100));
            channel.shutdownNow();
        }

        assertThat(done.await(50, TimeUnit.SECONDS))
                .as("seed %d: all callers came back", seed)
                .isTrue();
        assertThat(wrong.get()).as("seed %d: wrong replies", seed).isZero();
        assertThat(ends.get()).as("seed %d: ends", seed).isEqualTo(CALLERS * CALLS);
        channel.shutdownNow();
        server.shutdownNow();
        assertThat(server.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    private void callOnce(TtrpcChannel channel, Random random, String text) {
        CallOptions options = random.nextInt(3) == 0
                ? CallOptions.DEFAULT.withDeadlineAfter(random.nextInt(8), TimeUnit.MILLISECONDS)
                : CallOptions.DEFAULT;
        if (random.nextBoolean()) {
            if (random.nextInt(8) == 0) {
                Thread me = Thread.currentThread();
                Threads.timer().schedule(me::interrupt, random.nextInt(5), TimeUnit.MILLISECONDS);
            }
            blocking(channel, options, text);
        } else {
            async(channel, options, text, random.nextInt(6) == 0);
        }
    }

    private void blocking(TtrpcChannel channel, CallOptions options, String text) {
        try {
            count(text, Echo.say(channel, options, text));
        } catch (StatusRuntimeException e) {
            count(text, e.getStatus());
        } finally {
            Thread.interrupted();
        }
    }

    private void async(TtrpcChannel channel, CallOptions options, String text, boolean cancel) {
        CompletableFuture<Void> end = new CompletableFuture<>();
        ClientCall<StringValue, StringValue> call = channel.newCall(Echo.METHOD, options);
        call.start(
                new ClientCall.Listener<>() {
                    private String reply = "";

                    @Override
                    public void onMessage(StringValue message) {
                        reply = message.getValue();
                    }

                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        if (status.isOk()) {
                            count(text, reply);
                        } else {
                            count(text, status);
                        }
                        if (!end.complete(null)) {
                            wrong.incrementAndGet();
                        }
                    }
                },
                new Metadata());
        call.request(2);
        call.sendMessage(StringValue.of(text));
        call.halfClose();
        if (cancel) {
            call.cancel("changed its mind", null);
        }
        // A stray interrupt of an earlier call must not end this wait.
        while (!end.isDone()) {
            try {
                end.get();
            } catch (InterruptedException e) {
                Thread.interrupted();
            } catch (java.util.concurrent.ExecutionException e) {
                throw new AssertionError(e);
            }
        }
    }

    private void count(String text, String reply) {
        ends.incrementAndGet();
        good.incrementAndGet();
        if (!reply.equals(text)) {
            wrong.incrementAndGet();
        }
    }

    private void count(String text, Status status) {
        ends.incrementAndGet();
        boolean expected = switch (status.getCode()) {
            case CANCELLED, DEADLINE_EXCEEDED, UNAVAILABLE -> true;
            default -> false;
        };
        if (!expected) {
            System.err.println(text + ": " + status);
            wrong.incrementAndGet();
        }
    }
}
