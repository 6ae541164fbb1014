// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.StringValue;
import io.grpc.CallOptions;
import io.grpc.Context;
import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The client before a server that does not read. */
@Timeout(30)
class UnreadingServerTest extends BeforeRawServer {
    @Test
    void aDeadlineEndsACallWhoseRequestThePeerDoesNotReadAndTheRestGoesOutLater() {
        CompletableFuture<String> stuck = say(soon(), "x".repeat(1 << 20));
        awaitFirstBytes();
        assertFails(stuck, Status.Code.DEADLINE_EXCEEDED);

        CompletableFuture<String> next = say();
        Frame.Whole first = server.receive();
        Frame.Whole second = server.receive();
        assertThat(first.data().length).isGreaterThan(1 << 20);
        assertThat(second.streamId()).isEqualTo(first.streamId() + 2);
        server.send(RawPeer.frame(second.streamId(), Frame.RESPONSE, HELLO));
        assertThat(next).succeedsWithin(10, TimeUnit.SECONDS).isEqualTo("hello");
    }

    @Test
    void aRequestOfWhichNothingWentOutIsTakenBackAtTheDeadline() {
        CompletableFuture<String> first = say(CallOptions.DEFAULT, "x".repeat(1 << 20));
        awaitFirstBytes();
        assertFails(say(soon(), "never sent"), Status.Code.DEADLINE_EXCEEDED);

        CompletableFuture<String> third = say(CallOptions.DEFAULT, "third");
        Frame.Whole firstRequest = server.receive();
        Frame.Whole thirdRequest = server.receive();
        assertThat(new String(thirdRequest.data(), StandardCharsets.UTF_8)).contains("third");
        server.send(RawPeer.frame(firstRequest.streamId(), Frame.RESPONSE, HELLO));
        server.send(RawPeer.frame(thirdRequest.streamId(), Frame.RESPONSE, HELLO));
        assertThat(first).succeedsWithin(10, TimeUnit.SECONDS);
        assertThat(third).succeedsWithin(10, TimeUnit.SECONDS);
    }

    @Test
    void cancellingTheContextEndsACallThatWaitsForRoom() throws Exception {
        fillTheWay();
        Context.CancellableContext context = Context.current().withCancellation();
        CompletableFuture<String> blocked = new CompletableFuture<>();
        Thread caller = caller(blocked, () -> context.call(() -> Echo.say(channel, "x")));
        awaitWaiting(caller);

        context.cancel(null);

        assertFails(blocked, Status.Code.CANCELLED);
    }

    @Test
    void losingTheConnectionEndsACallThatWaitsForRoom() {
        fillTheWay();
        CompletableFuture<String> blocked = new CompletableFuture<>();
        Thread caller = caller(blocked, () -> Echo.say(channel, "x"));
        awaitWaiting(caller);

        channel.shutdownNow();

        assertFails(blocked, Status.Code.UNAVAILABLE);
    }

    @Test
    void asyncCallsFailWhenFarTooMuchWaitsForAPeerThatTakesNothing() throws Exception {
        Future<StringValue> first = future("x".repeat(4_000_000));
        for (int i = 1; i < 20; i++) {
            future("x".repeat(4_000_000));
        }
        Future<StringValue> refused;
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        do {
            refused = future("small");
            TimeUnit.MILLISECONDS.sleep(20);
        } while (!refused.isDone() && System.nanoTime() < end);

        assertThatThrownBy(refused::get)
                .hasMessageContaining("RESOURCE_EXHAUSTED")
                .hasMessageContaining("the peer does not read");
        assertThat(first.isDone()).isFalse();
    }

    /** More than blocking callers may add to, and nobody reads. */
    private void fillTheWay() {
        for (int i = 0; i < 4; i++) {
            future("x".repeat(4_000_000));
        }
    }
}
