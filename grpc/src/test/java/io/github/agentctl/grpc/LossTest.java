// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.agentctl.api.transport.Endpoint;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class LossTest {
    private final Loss loss = new Loss(new Endpoint.Other("sim", "here"), () -> {});
    private final EmbeddedChannel channel = new EmbeddedChannel(loss);

    @Test
    void aGreetingInPiecesIsOne() {
        // Settings without any, and an acknowledgement.
        reads("000000", "040000000000", "000000040100000000");

        assertThat(loss.cause()).isNull();
        channel.close();
        assertThat(loss.cause()).hasMessage("the peer closed the connection");
    }

    @Test
    void whatIsNoGreetingIsShownWhateverItsPieces() {
        reads("32", "3230", "206d61696c2e6578616d706c652045534d5450");

        assertThat(loss.cause())
                .hasMessage("the peer does not speak HTTP/2; its first bytes are 323230206d61696c2e6578616d706c65");
    }

    private void reads(String... pieces) {
        for (String piece : pieces) {
            channel.writeInbound(Unpooled.wrappedBuffer(HexFormat.of().parseHex(piece)));
        }
        channel.releaseInbound();
    }
}
