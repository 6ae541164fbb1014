// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.StringValue;
import io.github.agentctl.api.transport.Connection;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who runs where in unary calls, and that nobody disturbs another. */
@Timeout(60)
class UnaryCallThreadTest {
    @RegisterExtension
    private final Loopback loopback = new Loopback();

    @Test
    void blockingCallsHearTheirReplyOnTheirOwnThreadAndStartNoReader() {
        TtrpcChannel channel = loopback.connect(Echo.parrot());
        Thread[] heardOn = new Thread[1];
        Channel watched = ClientInterceptors.intercept(channel, new ListenerThread(heardOn));

        Echo.say(watched, "x");

        assertThat(heardOn[0]).isSameAs(Thread.currentThread());
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("ttrpc-reader"));
    }

    @Test
    void listenersRunOnTheCallsExecutorAndNotOnTheReadingThread() throws Exception {
        Channel channel = loopback.connect(Echo.parrot());
        BlockingQueue<Runnable> tasks = new ArrayBlockingQueue<>(4);
        Executor mine = tasks::add;
        Future<StringValue> future = ClientCalls.futureUnaryCall(
                channel.newCall(Echo.METHOD, CallOptions.DEFAULT.withExecutor(mine)), StringValue.of("x"));

        Runnable task = tasks.poll(10, TimeUnit.SECONDS);
        assertThat(task).isNotNull();
        assertThat(future.isDone()).isFalse();
        task.run();
        assertThat(future.get()).isEqualTo(StringValue.of("x"));
    }

    @Test
    void aListenerThatThrowsHearsTheEndAndHarmsNoOtherCall() throws Exception {
        Channel channel = loopback.connect(Echo.parrot());
        for (Executor executor : new Executor[] {Runnable::run, Threads.shared()}) {
            BlockingQueue<Object> events = new ArrayBlockingQueue<>(4);
            StreamObserver<StringValue> throwing = new StreamObserver<>() {
                @Override
                public void onNext(StringValue value) {
                    throw new IllegalStateException("mine");
                }

                @Override
                public void onError(Throwable problem) {
                    events.add(Status.fromThrowable(problem).getCode());
                    throw new IllegalStateException("mine too");
                }

                @Override
                public void onCompleted() {
                    events.add("completed");
                }
            };
            ClientCalls.asyncUnaryCall(
                    channel.newCall(Echo.METHOD, CallOptions.DEFAULT.withExecutor(executor)),
                    StringValue.of("x"),
                    throwing);

            assertThat(events.poll(10, TimeUnit.SECONDS)).isEqualTo(Status.Code.CANCELLED);
            assertThat(Calls.future(channel, "future").get(10, TimeUnit.SECONDS).getValue())
                    .isEqualTo("future");
            assertThat(Echo.say(channel, "blocking")).isEqualTo("blocking");
        }
    }

    @Test
    void anExecutorThatTakesNoWorkHarmsNoOtherCall() throws Exception {
        Channel channel = loopback.connect(Echo.parrot());
        Executor closed = task -> {
            throw new RejectedExecutionException("closed");
        };
        ClientCalls.futureUnaryCall(
                channel.newCall(Echo.METHOD, CallOptions.DEFAULT.withExecutor(closed)), StringValue.of("x"));

        assertThat(Calls.future(channel, "future").get(10, TimeUnit.SECONDS).getValue())
                .isEqualTo("future");
    }

    @Test
    void theReaderThreadGivesItsTurnUpWhenNobodyNeedsIt() throws Exception {
        BlockingQueue<Thread> readers = new LinkedBlockingQueue<>();
        TtrpcChannel channel =
                new TtrpcChannel(notingReaders(loopback.serve(Echo.parrot()).connect(), readers));
        loopback.after(channel::shutdownNow);
        Calls.future(channel, "x").get(10, TimeUnit.SECONDS);
        // The reader hands the turn over after it has delivered; by the second call at the latest it has.
        Echo.say(channel, "first");
        readers.clear();

        Echo.say(channel, "second");

        assertThat(readers).isNotEmpty().containsOnly(Thread.currentThread());
    }

    /** They are known by the name of their group; JDK 17 has none, but a group can have any name. */
    @Test
    void aVirtualThreadLeavesTheReadingToTheReaderThread() throws Exception {
        BlockingQueue<Thread> readers = new LinkedBlockingQueue<>();
        TtrpcChannel channel =
                new TtrpcChannel(notingReaders(loopback.serve(Echo.parrot()).connect(), readers));
        loopback.after(channel::shutdownNow);
        CompletableFuture<String> reply = new CompletableFuture<>();

        new Thread(new ThreadGroup("VirtualThreads"), () -> reply.complete(Echo.say(channel, "x"))).start();

        assertThat(reply.get(10, TimeUnit.SECONDS)).isEqualTo("x");
        assertThat(readers).isNotEmpty().allMatch(thread -> thread.getName().startsWith("ttrpc-reader"));
    }

    @Test
    void blockingCallersAndFuturesEachGetTheirOwnReply() throws Exception {
        Channel channel = loopback.connect(Echo.parrot());
        ExecutorService threads = Executors.newFixedThreadPool(16);
        loopback.after(threads::shutdownNow);
        List<Future<Integer>> workers = new ArrayList<>();
        for (int worker = 0; worker < 16; worker++) {
            String name = "worker " + worker;
            boolean blocking = worker % 4 != 0;
            workers.add(threads.submit(() -> {
                int right = 0;
                for (int i = 0; i < 500; i++) {
                    String text = name + " call " + i;
                    String reply = blocking
                            ? Echo.say(channel, text)
                            : Calls.future(channel, text).get().getValue();
                    right += reply.equals(text) ? 1 : 0;
                }
                return right;
            }));
        }

        for (Future<Integer> worker : workers) {
            assertThat(worker.get(50, TimeUnit.SECONDS)).isEqualTo(500);
        }
    }

    @Test
    void manyCallsAreInFlightOnOneConnection() throws Exception {
        CountDownLatch all = new CountDownLatch(100);
        List<StreamObserver<StringValue>> waiting = new ArrayList<>();
        Channel channel = loopback.connect(Echo.service((text, reply) -> {
            synchronized (waiting) {
                waiting.add(reply);
            }
            all.countDown();
        }));
        List<Future<StringValue>> futures = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            futures.add(Calls.future(channel, "call " + i));
        }
        assertThat(all.await(20, TimeUnit.SECONDS)).isTrue();
        for (int i = 99; i >= 0; i--) {
            Echo.reply(waiting.get(i), "reply");
        }

        for (Future<StringValue> future : futures) {
            assertThat(future.get(20, TimeUnit.SECONDS).getValue()).isEqualTo("reply");
        }
    }

    /** An executor without a free thread may run a handler where the server reads. */
    @Test
    void aReplyDoesNotWaitForAHandlerThatBlocksTheReadingThread() throws Exception {
        CountDownLatch free = new CountDownLatch(1);
        CountDownLatch blocked = new CountDownLatch(1);
        BlockingQueue<StreamObserver<StringValue>> first = new LinkedBlockingQueue<>();
        Channel channel = loopback.connect(loopback.serve(
                builder -> builder.executor(Runnable::run), Echo.service((text, reply) -> {
                    if (text.equals("later")) {
                        first.add(reply);
                    } else if (text.equals("blocks")) {
                        blocked.countDown();
                        awaitUninterruptibly(free);
                        Echo.reply(reply, text);
                    }
                })));
        loopback.after(free::countDown);
        Future<StringValue> later = Calls.future(channel, "later");
        StreamObserver<StringValue> reply = first.poll(10, TimeUnit.SECONDS);
        Calls.future(channel, "blocks");
        assertThat(blocked.await(10, TimeUnit.SECONDS)).isTrue();

        Echo.reply(reply, "now");

        assertThat(later.get(10, TimeUnit.SECONDS).getValue()).isEqualTo("now");
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Connection notingReaders(Connection connection, BlockingQueue<Thread> readers) {
        return (Connection) Proxy.newProxyInstance(
                UnaryCallThreadTest.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("read")) {
                        readers.add(Thread.currentThread());
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
