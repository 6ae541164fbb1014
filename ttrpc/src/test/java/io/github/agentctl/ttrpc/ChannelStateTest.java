// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.transport.spi.ForwardingConnection;
import io.github.agentctl.transport.spi.Pipes;
import io.grpc.ConnectivityState;
import io.grpc.Status;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whether the connection of a channel still lives, where no call tells. */
@Timeout(30)
class ChannelStateTest extends BeforeRawServer {
    @Test
    void isReadyWhileTheConnectionLives() {
        assertThat(channel.getState(false)).isEqualTo(ConnectivityState.READY);
        assertServed();
        assertThat(channel.getState(true)).isEqualTo(ConnectivityState.READY);
    }

    @Test
    void tellsThatThePeerOfAnIdleConnectionHasGone() {
        assertServed();
        server.close();

        assertThat(channel.getState(false)).isEqualTo(ConnectivityState.SHUTDOWN);
        assertThat(channel.isTerminated()).isTrue();
    }

    @Test
    void readsLateRepliesBeforeTheEnd() {
        CompletableFuture<String> given = say(soon());
        Frame.Whole request = server.receive();
        assertFails(given, Status.Code.DEADLINE_EXCEEDED);
        server.send(RawPeer.frame(request.streamId(), Frame.RESPONSE, HELLO));
        assertThat(channel.getState(false)).isEqualTo(ConnectivityState.READY);
        server.close();

        assertThat(channel.getState(false)).isEqualTo(ConnectivityState.SHUTDOWN);
    }

    @Test
    void takesNoReplyFromACallThatWaits() {
        CompletableFuture<String> waiting = say();
        Frame.Whole request = server.receive();
        server.send(RawPeer.frame(request.streamId(), Frame.RESPONSE, HELLO));
        assertThat(channel.getState(false)).isEqualTo(ConnectivityState.READY);

        assertThat(waiting.join()).isEqualTo("hello");
    }

    @Test
    void saysShutdownOnceItIsShutDown() {
        channel.shutdown();

        assertThat(channel.getState(true)).isEqualTo(ConnectivityState.SHUTDOWN);
    }

    @Test
    void isShutDownOnceItsStreamIdsAreUsedUp() {
        Pipes other = Pipes.open(new Endpoint.Other("sim", ""));
        RawPeer peer = RawPeer.at(other.server());
        TtrpcChannel last =
                TtrpcChannel.builder(other.client()).firstStreamId(-1).build();
        CompletableFuture<String> reply = new CompletableFuture<>();
        assertThat(last.getState(false)).isEqualTo(ConnectivityState.READY);

        caller(reply, () -> Echo.say(last, "x"));
        peer.send(RawPeer.frame(peer.receive().streamId(), Frame.RESPONSE, HELLO));

        assertThat(reply).succeedsWithin(Duration.ofSeconds(10)).isEqualTo("hello");
        assertThat(last.getState(false)).isEqualTo(ConnectivityState.SHUTDOWN);
        assertThatThrownBy(() -> Echo.say(last, "x"))
                .hasMessage("UNAVAILABLE: connection to sim: lost: all its stream ids are used up");
        last.shutdownNow();
        peer.close();
    }

    @Test
    void saysOfARequestThatCannotBeSentWhereAndWhy() {
        Pipes other = Pipes.open(new Endpoint.Other("sim", ""));
        TtrpcChannel unsendable = new TtrpcChannel(new Unsendable(other.client()));

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> Echo.say(unsendable, "x"))
                    .hasMessage("UNAVAILABLE: connection to sim: lost: no more");
        }
        unsendable.shutdownNow();
    }

    private static final class Unsendable extends ForwardingConnection {
        Unsendable(Connection connection) {
            super(connection);
        }

        @Override
        public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
            throw new IOException("no more");
        }
    }
}
