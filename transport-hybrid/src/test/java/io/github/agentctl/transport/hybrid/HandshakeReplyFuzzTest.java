// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.hybrid;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.HandshakeException;
import io.github.agentctl.transport.spi.Pipes;
import io.grpc.Deadline;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Whatever answers {@code CONNECT}, then ends: the handshake is made and all that follows its line is the agent's, or it
 * fails with one printable line; over the kept corpus, and over what a fuzzer finds (CONTRIBUTING.md).
 */
class HandshakeReplyFuzzTest {
    private static final Endpoint.Hybrid ENDPOINT = new Endpoint.Hybrid(new Endpoint.Unix("/x"), 1024);

    @FuzzTest
    void anyBytes(byte[] bytes) throws IOException {
        Pipes pipes = Pipes.open(ENDPOINT, Math.max(64, bytes.length + 16));
        send(pipes.server(), bytes);
        boolean made = true;
        try {
            ClientHandshake.make(
                    ENDPOINT, pipes.client(), Deadline.after(20, TimeUnit.SECONDS), Duration.ofSeconds(20));
        } catch (HandshakeException failed) {
            made = false;
            String message = String.valueOf(failed.getMessage());
            assertThat(message.chars()).allMatch(c -> c >= ' ' && c <= '~');
            assertThat(message.length()).isLessThan(500);
            assertThat(failed.reason()).isNotEqualTo(HandshakeException.Reason.TIMED_OUT);
        }
        byte[] rest = afterOk(bytes);
        assertThat(made).isEqualTo(rest != null);
        if (rest != null) {
            assertThat(received(pipes.client(), rest.length)).isEqualTo(rest);
        }
        pipes.client().close();
    }

    /** What an answer of the right form leaves to the agent, told another way than the handshake reads; null without. */
    private static byte @Nullable [] afterOk(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int end = text.indexOf('\n');
        return end >= 0 && end < Line.LONGEST && text.substring(0, end).matches("OK \\d+\r?")
                ? Arrays.copyOfRange(bytes, end + 1, bytes.length)
                : null;
    }

    private static void send(Connection to, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            assertThat(to.write(buffer)).isPositive();
        }
        to.shutdownOutput();
    }

    private static byte[] received(Connection from, int most) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(most + 1);
        while (from.read(buffer) > 0) {}
        return Arrays.copyOf(buffer.array(), buffer.position());
    }
}
