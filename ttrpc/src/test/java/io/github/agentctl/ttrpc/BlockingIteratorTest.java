// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Int32Value;
import io.grpc.CallOptions;
import io.grpc.stub.ClientCalls;
import java.util.Iterator;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
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
                        loopback.serve(Streams.service(), Echo.parrot()).connect())
                .trace((direction, stream, type, flags, length, data) -> {
                    if (direction == FrameTrace.Direction.RECEIVED) {
                        frames.countDown();
                    }
                })
                .build();
        loopback.after(channel::shutdownNow);
        BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
        Iterator<Int32Value> messages = ClientCalls.blockingServerStreamingCall(
                channel, Streams.COUNT, CallOptions.DEFAULT.withExecutor(tasks::add), Int32Value.of(COUNT));
        assertThat(frames.await(10, TimeUnit.SECONDS)).isTrue();
        // The reply to the second is read when all that came with the first was dealt out.
        Echo.say(channel, "first");
        Echo.say(channel, "second");

        // What was asked for before it came; from here on nobody runs the executor's tasks.
        tasks.remove().run();

        for (int i = 0; i < COUNT; i++) {
            assertThat(messages.next().getValue()).isEqualTo(i);
        }
        assertThat(messages.hasNext()).isFalse();
        assertThat(tasks).isEmpty();
    }
}
