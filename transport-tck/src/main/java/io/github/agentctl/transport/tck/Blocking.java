// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.tck;

import io.github.agentctl.api.transport.Connection;
import io.grpc.Deadline;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Reads and writes all of something, waiting between; interrupts are swallowed. */
final class Blocking {
    private static final long LIMIT_SECONDS = 60;

    private Blocking() {}

    /** Far enough for a loaded machine. */
    static Deadline limit() {
        return Deadline.after(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    /** Bytes that tell their place, so that a lost or doubled piece is seen. */
    static byte[] bytes(int size, long seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    static void write(Connection connection, byte[] bytes) throws IOException {
        ByteBuffer source = ByteBuffer.wrap(bytes);
        Deadline limit = limit();
        while (source.hasRemaining()) {
            if (connection.write(source) == 0) {
                connection.awaitWritable(limit);
                swallowInterrupt();
                requireTime(limit, "writing", source);
            }
        }
    }

    /** Exactly so many bytes, or what came before the end. */
    static byte[] read(Connection connection, int size) throws IOException {
        ByteBuffer target = ByteBuffer.allocate(size);
        Deadline limit = limit();
        while (target.hasRemaining()) {
            int read = connection.read(target);
            if (read < 0) {
                return Arrays.copyOf(target.array(), target.position());
            }
            if (read == 0) {
                connection.awaitReadable(limit);
                swallowInterrupt();
                requireTime(limit, "reading", target);
            }
        }
        return target.array();
    }

    /** Reads to the end and gives how many bytes there were. */
    static int countToEnd(Connection connection) throws IOException {
        int total = 0;
        while (true) {
            int read = read(connection, 1 << 16).length;
            total += read;
            if (read < 1 << 16) {
                return total;
            }
        }
    }

    /** Writes until the peer's side and this one are full; gives the number of bytes. */
    static int fill(Connection connection) throws IOException {
        byte[] zeros = new byte[1 << 16];
        int total = 0;
        while (true) {
            int written = connection.write(ByteBuffer.wrap(zeros));
            if (written == 0) {
                return total;
            }
            total += written;
        }
    }

    private static void swallowInterrupt() {
        // Else no later wait would wait.
        boolean ignored = Thread.interrupted();
    }

    private static void requireTime(Deadline limit, String what, ByteBuffer buffer) {
        if (limit.isExpired()) {
            throw new AssertionError("gave up " + what + " at byte " + buffer.position() + " of " + buffer.limit());
        }
    }
}
