// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.spi;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Endpoint;
import io.grpc.Deadline;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ChannelConnectionIT {
    @TempDir
    Path folder;

    private Connection here;
    private Connection there;

    @BeforeEach
    void connect() throws Exception {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("x"));
        Endpoint endpoint = new Endpoint.Unix(address.toString());
        try (ServerSocketChannel door =
                ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address)) {
            here = new ChannelConnection(endpoint, SocketChannel.open(address));
            there = new ChannelConnection(endpoint, door.accept());
        }
    }

    @AfterEach
    void close() {
        here.close();
        there.close();
    }

    private static Deadline soon() {
        return Deadline.after(20, TimeUnit.SECONDS);
    }

    /** Moves a message in as large reads and writes as the connection takes. */
    private byte[] moved(ByteBuffer... message) throws Exception {
        int length = 0;
        for (ByteBuffer one : message) {
            length += one.remaining();
        }
        ByteBuffer got = ByteBuffer.allocate(length);
        int first = 0;
        while (got.hasRemaining()) {
            while (first < message.length && !message[first].hasRemaining()) {
                first++;
            }
            here.write(message, first, message.length - first);
            if (there.read(got) == 0) {
                assertThat(there.awaitReadable(soon())).isTrue();
            }
        }
        return got.array();
    }

    @Test
    void writesBuffersOfAnyLengthInTheirOrder() throws Exception {
        byte[] message = new byte[3 << 20];
        new Random(1).nextBytes(message);
        List<ByteBuffer> pieces = new ArrayList<>();
        Random lengths = new Random(2);
        for (int at = 0; at < message.length; ) {
            int length = Math.min(message.length - at, lengths.nextInt(lengths.nextBoolean() ? 100 : 600_000));
            ByteBuffer piece =
                    lengths.nextInt(4) == 0 ? ByteBuffer.allocateDirect(length + 7) : ByteBuffer.allocate(length + 7);
            piece.position(7).put(message, at, length).position(7);
            pieces.add(piece);
            at += length;
        }
        assertThat(moved(pieces.toArray(ByteBuffer[]::new))).isEqualTo(message);
        assertThat(pieces).noneMatch(ByteBuffer::hasRemaining);
    }
}
