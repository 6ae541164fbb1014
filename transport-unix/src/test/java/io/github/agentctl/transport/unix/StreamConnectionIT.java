// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.unix;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.transport.spi.StreamConnection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.newsclub.net.unix.AFSocketPair;
import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.newsclub.net.unix.AFUNIXSocketPair;

@Timeout(60)
class StreamConnectionIT {
    private static final Endpoint ENDPOINT = new Endpoint.AbstractUnix("pair");

    @Test
    void noThreadOutlivesItsConnection() throws Exception {
        for (int i = 0; i < 20; i++) {
            writeOnce();
        }
        // A thread that nobody ends does so by itself after ten seconds.
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        while (writers() > 0 && System.nanoTime() < limit) {
            Thread.onSpinWait();
        }
        assertThat(writers()).isZero();
    }

    private static void writeOnce() throws IOException {
        AFSocketPair<AFUNIXSocketChannel> pair = AFUNIXSocketPair.open();
        try (AFUNIXSocketChannel other = pair.getSocket2();
                StreamConnection connection = new StreamConnection(ENDPOINT, pair.getSocket1())) {
            assertThat(connection.write(ByteBuffer.allocate(1))).isEqualTo(1);
            assertThat(other.read(ByteBuffer.allocate(2))).isEqualTo(1);
            assertThat(writers()).isPositive();
        }
    }

    private static long writers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("agentctl-stream-writer"))
                .count();
    }
}
