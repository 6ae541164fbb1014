// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ConnectivityState;
import io.grpc.Status;
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
}
