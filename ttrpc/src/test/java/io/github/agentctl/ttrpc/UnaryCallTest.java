// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Any;
import com.google.protobuf.StringValue;
import com.google.rpc.Code;
import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.transport.spi.InProcessListener;
import io.grpc.CallCredentials;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
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
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class UnaryCallTest {
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
    }

    @Test
    void everyKindOfStubGetsItsReply() throws Exception {
        Channel channel = connect(Echo.parrot());

        assertThat(Echo.say(channel, "blocking")).isEqualTo("blocking");
        assertThat(ClientCalls.blockingV2UnaryCall(channel, Echo.METHOD, CallOptions.DEFAULT, StringValue.of("v2")))
                .isEqualTo(StringValue.of("v2"));
        assertThat(future(channel, "future").get(10, TimeUnit.SECONDS)).isEqualTo(StringValue.of("future"));
        BlockingQueue<Object> events = new ArrayBlockingQueue<>(4);
        ClientCalls.asyncUnaryCall(
                channel.newCall(Echo.METHOD, CallOptions.DEFAULT), StringValue.of("async"), into(events));
        assertThat(events.poll(10, TimeUnit.SECONDS)).isEqualTo(StringValue.of("async"));
        assertThat(events.poll(10, TimeUnit.SECONDS)).isEqualTo("completed");
        assertThat(Echo.say(
                        ClientInterceptors.intercept(
                                channel, MetadataUtils.newAttachHeadersInterceptor(new Metadata())),
                        "x"))
                .isEqualTo("x");
    }

    @Test
    void blockingCallsHearTheirReplyOnTheirOwnThreadAndStartNoReader() {
        TtrpcChannel channel = connect(Echo.parrot());
        Thread[] heardOn = new Thread[1];
        Channel watched = ClientInterceptors.intercept(channel, new ListenerThread(heardOn));

        Echo.say(watched, "x");

        assertThat(heardOn[0]).isSameAs(Thread.currentThread());
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("ttrpc-reader"));
    }

    @Test
    void sendsAndTakesEmptyMessages() {
        assertThat(Echo.say(connect(Echo.parrot()), "")).isEmpty();
    }

    @Test
    void manyCallsAreInFlightOnOneConnection() throws Exception {
        CountDownLatch all = new CountDownLatch(100);
        List<StreamObserver<StringValue>> waiting = new ArrayList<>();
        Channel channel = connect(Echo.service((text, reply) -> {
            synchronized (waiting) {
                waiting.add(reply);
            }
            all.countDown();
        }));
        List<Future<StringValue>> futures = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            futures.add(future(channel, "call " + i));
        }
        assertThat(all.await(20, TimeUnit.SECONDS)).isTrue();
        for (int i = 99; i >= 0; i--) {
            Echo.reply(waiting.get(i), "reply");
        }

        for (Future<StringValue> future : futures) {
            assertThat(future.get(20, TimeUnit.SECONDS).getValue()).isEqualTo("reply");
        }
    }

    @Test
    void blockingCallersAndFuturesEachGetTheirOwnReply() throws Exception {
        Channel channel = connect(Echo.parrot());
        ExecutorService threads = Executors.newFixedThreadPool(16);
        open.add(threads::shutdownNow);
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
                            : future(channel, text).get().getValue();
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
    void statusDescriptionAndDetailsComeThrough() {
        com.google.rpc.Status sent = com.google.rpc.Status.newBuilder()
                .setCode(Code.FAILED_PRECONDITION_VALUE)
                .setMessage("not \"now\"\n")
                .addDetails(Any.pack(StringValue.of("detail")))
                .build();
        Channel channel =
                connect(Echo.service((text, reply) -> reply.onError(StatusProto.toStatusRuntimeException(sent))));

        assertThatThrownBy(() -> Echo.say(channel, "x")).isInstanceOfSatisfying(StatusRuntimeException.class, e -> {
            assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
            assertThat(e.getStatus().getDescription()).isEqualTo("not \"now\"\n");
            assertThat(StatusProto.fromThrowable(e)).isEqualTo(sent);
        });
    }

    @Test
    void headersReachTheServersInterceptors() {
        Metadata.Key<String> key = Metadata.Key.of("user", Metadata.ASCII_STRING_MARSHALLER);
        BlockingQueue<String> seen = new ArrayBlockingQueue<>(1);
        ServerInterceptor look = new ServerInterceptor() {
            @Override
            public <Q, A> ServerCall.Listener<Q> interceptCall(
                    ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
                seen.add(String.valueOf(headers.get(key)));
                return next.startCall(call, headers);
            }
        };
        Metadata headers = new Metadata();
        headers.put(key, "me");
        Channel channel = connect(ServerInterceptors.intercept(Echo.parrot(), look));

        Echo.say(ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers)), "x");

        assertThat(seen).containsExactly("me");
    }

    @Test
    void deadlineReachesTheHandlerAndEndsBlockingAndAsyncCalls() throws Exception {
        BlockingQueue<Context> handlers = new ArrayBlockingQueue<>(2);
        CountDownLatch cancelled = new CountDownLatch(2);
        Channel channel = connect(Echo.service((text, reply) -> {
            Context.current().addListener(context -> cancelled.countDown(), Runnable::run);
            handlers.add(Context.current());
        }));
        CallOptions soon = CallOptions.DEFAULT.withDeadlineAfter(1, TimeUnit.SECONDS);

        assertStatus(Status.Code.DEADLINE_EXCEEDED, () -> Echo.say(channel, soon, "x"));
        assertThat(handlers.take().getDeadline()).isNotNull();
        CallOptions later = CallOptions.DEFAULT.withDeadlineAfter(1, TimeUnit.SECONDS);
        assertThatThrownBy(() -> ClientCalls.futureUnaryCall(channel.newCall(Echo.METHOD, later), StringValue.of("x"))
                        .get(10, TimeUnit.SECONDS))
                .hasMessageContaining("DEADLINE_EXCEEDED");
        assertThat(cancelled.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aDeadlineThatHasPassedSendsNothing() {
        CountDownLatch handled = new CountDownLatch(1);
        Channel channel = connect(Echo.service((text, reply) -> handled.countDown()));
        CallOptions passed = CallOptions.DEFAULT.withDeadlineAfter(-1, TimeUnit.SECONDS);

        assertStatus(Status.Code.DEADLINE_EXCEEDED, () -> Echo.say(channel, passed, "x"));
        assertThat(handled.getCount()).isOne();
    }

    @Test
    void theContextsDeadlineCountsToo() throws Exception {
        Channel channel = connect(Echo.service((text, reply) -> {}));

        Context.current()
                .withDeadlineAfter(200, TimeUnit.MILLISECONDS, Threads.timer())
                .run(() -> assertStatus(Status.Code.DEADLINE_EXCEEDED, () -> Echo.say(channel, "x")));
    }

    @Test
    void cancellingTheContextEndsABlockingCall() throws Exception {
        CountDownLatch handled = new CountDownLatch(1);
        Channel channel = connect(Echo.service((text, reply) -> handled.countDown()));
        Context.CancellableContext context = Context.current().withCancellation();
        CompletableFuture<Status.Code> code = new CompletableFuture<>();
        Threads.daemon("caller", () -> context.run(() -> code.complete(codeOf(() -> Echo.say(channel, "x")))))
                .start();
        assertThat(handled.await(10, TimeUnit.SECONDS)).isTrue();

        context.cancel(null);

        assertThat(code.get(10, TimeUnit.SECONDS)).isEqualTo(Status.Code.CANCELLED);
    }

    @Test
    void cancellingAFutureEndsItAndTheConnectionLives() throws Exception {
        Channel channel = connect(Echo.service((text, reply) -> {
            if (!text.equals("never")) {
                Echo.reply(reply, text);
            }
        }));
        Future<StringValue> never = future(channel, "never");

        assertThat(never.cancel(true)).isTrue();

        assertThat(Echo.say(channel, "next")).isEqualTo("next");
    }

    @Test
    void anInterruptCancelsTheCallKeepsTheFlagAndTheConnection() throws Exception {
        CountDownLatch handled = new CountDownLatch(1);
        Channel channel = connect(Echo.service((text, reply) -> {
            if (text.equals("never")) {
                handled.countDown();
            } else {
                Echo.reply(reply, text);
            }
        }));
        CompletableFuture<String> end = new CompletableFuture<>();
        Thread caller = Threads.daemon("caller", () -> {
            Status.Code code = codeOf(() -> Echo.say(channel, "never"));
            end.complete(code + " " + Thread.currentThread().isInterrupted());
        });
        caller.start();
        assertThat(handled.await(10, TimeUnit.SECONDS)).isTrue();

        caller.interrupt();

        assertThat(end.get(10, TimeUnit.SECONDS)).isEqualTo("CANCELLED true");
        assertThat(Echo.say(channel, "next")).isEqualTo("next");
    }

    @Test
    void messagesOverTheLimitFailTheirCallOnlyEitherWay() {
        String large = "x".repeat(Frame.MAX_DATA);
        Channel channel =
                connect(Echo.service((text, reply) -> Echo.reply(reply, text.equals("large") ? large : text)));

        assertStatus(Status.Code.RESOURCE_EXHAUSTED, () -> Echo.say(channel, large));
        assertStatus(Status.Code.RESOURCE_EXHAUSTED, () -> Echo.say(channel, "large"));
        assertStatus(
                Status.Code.RESOURCE_EXHAUSTED,
                () -> Echo.say(channel, CallOptions.DEFAULT.withMaxInboundMessageSize(5), "six byte"));
        assertStatus(
                Status.Code.RESOURCE_EXHAUSTED,
                () -> Echo.say(channel, CallOptions.DEFAULT.withMaxOutboundMessageSize(5), "six byte"));
        String allowed = "y".repeat(Frame.MAX_DATA - 100);
        assertThat(Echo.say(channel, allowed)).isEqualTo(allowed);
    }

    @Test
    void aHandlerThatThrowsIsUnknownAndSaysNothingOfItself() {
        Channel channel = connect(Echo.service((text, reply) -> {
            throw new IllegalStateException("secret");
        }));

        assertThatThrownBy(() -> Echo.say(channel, "x"))
                .isInstanceOf(StatusRuntimeException.class)
                .hasMessageContaining("UNKNOWN")
                .hasMessageNotContaining("secret");
    }

    @Test
    void unknownServiceAndMethodAreUnimplemented() {
        Channel channel = connect(Echo.parrot());

        for (String[] name : new String[][] {{"no.Such", "Say"}, {"test.Echo", "Nope"}}) {
            assertStatus(
                    Status.Code.UNIMPLEMENTED,
                    () -> ClientCalls.blockingUnaryCall(
                            channel, Echo.method(name[0], name[1]), CallOptions.DEFAULT, StringValue.of("x")));
        }
        assertThat(Echo.say(channel, "still")).isEqualTo("still");
    }

    @Test
    void severalConnectionsAreServedAtOnce() {
        InProcessListener listener = serve(Echo.parrot());

        for (int i = 0; i < 20; i++) {
            TtrpcChannel channel = new TtrpcChannel(listener.connect());
            open.add(channel::shutdownNow);
            assertThat(Echo.say(channel, "x" + i)).isEqualTo("x" + i);
        }
    }

    @Test
    void shuttingDownLetsOpenCallsEndAndRefusesNewOnes() throws Exception {
        BlockingQueue<StreamObserver<StringValue>> waiting = new ArrayBlockingQueue<>(1);
        TtrpcChannel channel = connect(Echo.service((text, reply) -> waiting.add(reply)));
        Future<StringValue> running = future(channel, "x");
        StreamObserver<StringValue> reply = waiting.take();

        channel.shutdown();

        assertStatus(Status.Code.UNAVAILABLE, () -> Echo.say(channel, "y"));
        assertThat(channel.isTerminated()).isFalse();
        Echo.reply(reply, "done");
        assertThat(running.get(10, TimeUnit.SECONDS).getValue()).isEqualTo("done");
        assertThat(channel.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void shuttingDownNowEndsBlockingAndAsyncCalls() throws Exception {
        CountDownLatch handled = new CountDownLatch(2);
        TtrpcChannel channel = connect(Echo.service((text, reply) -> handled.countDown()));
        CompletableFuture<Status.Code> code = new CompletableFuture<>();
        Threads.daemon("caller", () -> code.complete(codeOf(() -> Echo.say(channel, "x"))))
                .start();
        Future<StringValue> future = future(channel, "y");
        assertThat(handled.await(10, TimeUnit.SECONDS)).isTrue();

        channel.shutdownNow();

        assertThat(code.get(10, TimeUnit.SECONDS)).isEqualTo(Status.Code.UNAVAILABLE);
        assertThatThrownBy(() -> future.get(10, TimeUnit.SECONDS)).hasMessageContaining("UNAVAILABLE");
        assertThat(channel.isTerminated()).isTrue();
    }

    @Test
    void listenersRunOnTheCallsExecutorAndNotOnTheReadingThread() throws Exception {
        Channel channel = connect(Echo.parrot());
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
        Channel channel = connect(Echo.parrot());
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
            assertThat(future(channel, "future").get(10, TimeUnit.SECONDS).getValue())
                    .isEqualTo("future");
            assertThat(Echo.say(channel, "blocking")).isEqualTo("blocking");
        }
    }

    @Test
    void anExecutorThatTakesNoWorkHarmsNoOtherCall() throws Exception {
        Channel channel = connect(Echo.parrot());
        Executor closed = task -> {
            throw new RejectedExecutionException("closed");
        };
        ClientCalls.futureUnaryCall(
                channel.newCall(Echo.METHOD, CallOptions.DEFAULT.withExecutor(closed)), StringValue.of("x"));

        assertThat(future(channel, "future").get(10, TimeUnit.SECONDS).getValue())
                .isEqualTo("future");
    }

    @Test
    void theReaderThreadGivesItsTurnUpWhenNobodyNeedsIt() throws Exception {
        BlockingQueue<Thread> readers = new LinkedBlockingQueue<>();
        TtrpcChannel channel =
                new TtrpcChannel(notingReaders(serve(Echo.parrot()).connect(), readers));
        open.add(channel::shutdownNow);
        future(channel, "x").get(10, TimeUnit.SECONDS);
        // The reader hands the turn over after it has delivered; by the second call at the latest it has.
        Echo.say(channel, "first");
        readers.clear();

        Echo.say(channel, "second");

        assertThat(readers).isNotEmpty().containsOnly(Thread.currentThread());
    }

    private static Connection notingReaders(Connection connection, BlockingQueue<Thread> readers) {
        return (Connection) Proxy.newProxyInstance(
                UnaryCallTest.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
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

    @Test
    void refusesCallCredentials() {
        CallCredentials credentials = new CallCredentials() {
            @Override
            public void applyRequestMetadata(RequestInfo info, Executor executor, MetadataApplier applier) {
                applier.apply(new Metadata());
            }
        };

        assertStatus(
                Status.Code.UNIMPLEMENTED,
                () -> Echo.say(connect(Echo.parrot()), CallOptions.DEFAULT.withCallCredentials(credentials), "x"));
    }

    private TtrpcChannel connect(ServerServiceDefinition service) {
        TtrpcChannel channel = new TtrpcChannel(serve(service).connect());
        open.add(channel::shutdownNow);
        return channel;
    }

    private InProcessListener serve(ServerServiceDefinition service) {
        InProcessListener listener = new InProcessListener(new Endpoint.Other("sim", ""));
        TtrpcServer server =
                TtrpcServer.builder(listener).addService(service).build().start();
        open.add(server::shutdownNow);
        return listener;
    }

    private static Future<StringValue> future(Channel channel, String text) {
        return ClientCalls.futureUnaryCall(channel.newCall(Echo.METHOD, CallOptions.DEFAULT), StringValue.of(text));
    }

    private static void assertStatus(Status.Code code, Runnable call) {
        assertThatThrownBy(call::run)
                .asInstanceOf(InstanceOfAssertFactories.type(StatusRuntimeException.class))
                .extracting(e -> e.getStatus().getCode())
                .isEqualTo(code);
    }

    private static Status.Code codeOf(Runnable call) {
        try {
            call.run();
            return Status.Code.OK;
        } catch (StatusRuntimeException e) {
            return e.getStatus().getCode();
        }
    }

    private static StreamObserver<StringValue> into(BlockingQueue<Object> events) {
        return new StreamObserver<>() {
            @Override
            public void onNext(StringValue value) {
                events.add(value);
            }

            @Override
            public void onError(Throwable problem) {
                events.add(problem);
            }

            @Override
            public void onCompleted() {
                events.add("completed");
            }
        };
    }
}
