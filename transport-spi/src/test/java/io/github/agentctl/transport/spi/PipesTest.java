// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.TransportException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class PipesTest {
    private static final Endpoint ENDPOINT = new Endpoint.Other("pipe", "");

    @Test
    void holdsNoMoreThanItsCapacity() throws IOException {
        Pipes pipes = Pipes.open(ENDPOINT, 10);
        assertThat(pipes.client().write(ByteBuffer.allocate(100))).isEqualTo(10);
        assertThat(pipes.client().write(ByteBuffer.allocate(1))).isZero();
        assertThat(pipes.server().write(ByteBuffer.allocate(100))).isEqualTo(10);
    }

    @Test
    void goesRoundItsRing() throws IOException {
        Pipes pipes = Pipes.open(ENDPOINT, 7);
        byte next = 0;
        byte expected = 0;
        int received = 0;
        for (int i = 0; i < 100; i++) {
            ByteBuffer source = ByteBuffer.wrap(new byte[] {next, (byte) (next + 1), (byte) (next + 2)});
            next += pipes.client().write(source);
            ByteBuffer target = ByteBuffer.allocate(i % 4);
            received += pipes.server().read(target);
            target.flip();
            while (target.hasRemaining()) {
                assertThat(target.get()).isEqualTo(expected++);
            }
        }
        assertThat(received).isGreaterThan(50);
    }

    @Test
    void refusesACapacityOfNothing() {
        assertThatThrownBy(() -> Pipes.open(ENDPOINT, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void closingAListenerEndsThoseItHasNotAccepted() throws IOException {
        InProcessListener listener = new InProcessListener(ENDPOINT);
        var client = listener.connect();
        listener.close();
        assertThat(client.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        assertThatThrownBy(listener::connect).isInstanceOf(TransportException.class);
    }
}
