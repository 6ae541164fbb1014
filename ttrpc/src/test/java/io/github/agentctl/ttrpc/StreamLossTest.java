// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Int32Value;
import com.google.protobuf.StringValue;
import io.github.agentctl.ttrpc.Loopback.Bare;
import io.grpc.CallOptions;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What has been sent is heard, in order, whatever happens beside it. */
@Timeout(30)
class StreamLossTest {
    @RegisterExtension
    private final Loopback loopback = new Loopback();

    /** A server that ends closes its side; what a client still sends then must not cost it what it has not read yet. */
    @Test
    void whatCameBeforeAFailedWriteIsStillHeard() throws Exception {
        Bare bare = loopback.bare();
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Events<StringValue> replies = new Events<>() {
            @Override
            public void onNext(StringValue text) {
                super.onNext(text);
                reading.countDown();
                await(goOn);
            }
        };
        // On the thread that reads: nothing is read while the listener is busy.
        StreamObserver<StringValue> requests = ClientCalls.asyncBidiStreamingCall(
                bare.channel().newCall(Streams.ECHO, CallOptions.DEFAULT.withExecutor(Runnable::run)), replies);
        bare.server().receive();
        byte[] message = StringValue.of("x".repeat(9_000)).toByteArray();
        bare.server().send(RawPeer.data(1, 0, message));
        assertThat(reading.await(10, TimeUnit.SECONDS)).isTrue();
        for (int i = 1; i < 7; i++) {
            bare.server().send(RawPeer.data(1, 0, message));
        }
        bare.server().send(RawPeer.data(1, Frame.REMOTE_CLOSED | Frame.NO_DATA));
        bare.server().close();
        requests.onNext(StringValue.of("too late"));
        goOn.countDown();

        assertThat(replies.countToTheEnd(Status.Code.OK)).isEqualTo(7);
    }

    @Test
    void aReaderThatStopsForAWhileGetsAllThatDidNotFit() throws Exception {
        int count = 150_000;
        List<Integer> heard = new ArrayList<>();
        CompletableFuture<Status> end = new CompletableFuture<>();
        ClientCalls.asyncServerStreamingCall(
                loopback.connect(Streams.service()).newCall(Streams.COUNT, CallOptions.DEFAULT),
                Int32Value.of(count),
                new StreamObserver<>() {
                    @Override
                    public void onNext(Int32Value number) {
                        heard.add(number.getValue());
                        if (heard.size() == 1) {
                            // Its inbox is full by then, and a frame that found no room waits.
                            await(new CountDownLatch(1), 250);
                        }
                    }

                    @Override
                    public void onError(Throwable cause) {
                        end.complete(Status.fromThrowable(cause));
                    }

                    @Override
                    public void onCompleted() {
                        end.complete(Status.OK);
                    }
                });

        assertThat(end.get(20, TimeUnit.SECONDS)).isEqualTo(Status.OK);
        assertThat(heard).isEqualTo(IntStream.range(0, count).boxed().toList());
    }

    /** Its messages would come on a stream that the server has never heard of, and one kind of server dies of that. */
    @Test
    void theRequestOfACancelledStreamIsNotTakenBackFromBeforeItsMessages() throws Exception {
        Bare bare = loopback.bare();
        // More than the pipe holds: what follows waits.
        ClientCalls.futureUnaryCall(
                bare.channel().newCall(Echo.METHOD, CallOptions.DEFAULT), StringValue.of("x".repeat(1_000_000)));
        StreamObserver<StringValue> requests = ClientCalls.asyncBidiStreamingCall(
                bare.channel().newCall(Streams.ECHO, CallOptions.DEFAULT), new Events<>());
        requests.onNext(StringValue.of("message"));
        requests.onError(Status.CANCELLED.asRuntimeException());

        assertThat(bare.server().receive().streamId()).isEqualTo(1);
        Frame.Whole opening = bare.server().receive();
        assertThat(opening.type()).isEqualTo(Frame.REQUEST);
        assertThat(opening.streamId()).isEqualTo(3);
        assertThat(bare.server().receive().type()).isEqualTo(Frame.DATA);
    }

    private static void await(CountDownLatch latch) {
        await(latch, 10_000);
    }

    private static void await(CountDownLatch latch, long millis) {
        try {
            latch.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
