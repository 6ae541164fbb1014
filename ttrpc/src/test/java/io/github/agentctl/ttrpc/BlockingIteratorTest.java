// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Int32Value;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.stub.ClientCalls;
import java.util.Iterator;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The older blocking stubs of streams, whose iterator asks for each message by itself. */
@Timeout(30)
class BlockingIteratorTest {
    private static final int COUNT = 100;

    @RegisterExtension
    private final Loopback loopback = new Loopback();

    /** Else two threads would sleep and wake once a message. */
    @Test
    void whatHasComeIsHeardOnTheThreadThatAsksForIt() throws Exception {
        CountDownLatch frames = new CountDownLatch(COUNT + 1);
        TtrpcChannel channel = TtrpcChannel.builder(
                        loopback.serve(Streams.service()).connect())
                .trace((direction, stream, type, flags, length, data) -> {
                    if (direction == FrameTrace.Direction.RECEIVED) {
                        frames.countDown();
                    }
                })
                .build();
        loopback.after(channel::shutdownNow);
        Thread[] heardOn = new Thread[1];
        Channel watched = ClientInterceptors.intercept(channel, new ListenerThread(heardOn));
        Iterator<Int32Value> messages = ClientCalls.blockingServerStreamingCall(
                watched, Streams.COUNT, CallOptions.DEFAULT, Int32Value.of(COUNT));
        assertThat(frames.await(10, TimeUnit.SECONDS)).isTrue();

        int here = 0;
        for (int i = 0; i < COUNT; i++) {
            assertThat(messages.next().getValue()).isEqualTo(i);
            here += heardOn[0] == Thread.currentThread() ? 1 : 0;
        }

        assertThat(messages.hasNext()).isFalse();
        // The first were asked for before they came, and are heard where a thread is found for them.
        assertThat(here).isGreaterThan(COUNT * 9 / 10);
    }
}
