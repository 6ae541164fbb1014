// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.agentctl.api.transport.Connection;
import io.grpc.Deadline;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** What goes in comes out, whole and in order, and ends. */
public interface BytesContract extends Contract {
    /** Pieces of one byte, on both sides. */
    @Test
    default void carriesPiecesOfOneByte() throws IOException {
        byte[] sent = Blocking.bytes(5000, 1);
        try (Pair pair = Pair.open(specifics())) {
            Worker<Void> writing = Worker.start(() -> {
                for (byte b : sent) {
                    Blocking.write(pair.client(), new byte[] {b});
                }
                return null;
            });
            for (byte b : sent) {
                assertThat(Blocking.read(pair.server(), 1)[0]).isEqualTo(b);
            }
            writing.result();
        }
    }

    /** Four mebibytes each way at the same time. */
    @Test
    default void carriesFourMebibytesBothWays() throws IOException {
        byte[] up = Blocking.bytes(4 << 20, 2);
        byte[] down = Blocking.bytes(4 << 20, 3);
        try (Pair pair = Pair.open(specifics())) {
            Worker<byte[]> received = Worker.start(() -> Blocking.read(pair.server(), up.length));
            Worker<Void> answering = Worker.start(() -> {
                Blocking.write(pair.server(), down);
                return null;
            });
            Worker<Void> writing = Worker.start(() -> {
                Blocking.write(pair.client(), up);
                return null;
            });
            assertThat(Blocking.read(pair.client(), down.length)).isEqualTo(down);
            assertThat(received.result()).isEqualTo(up);
            answering.result();
            writing.result();
        }
    }

    /** Several buffers leave in turn: heap, direct, read-only, part of an array, empty. */
    @Test
    default void gathersFromAllKindsOfBuffers() throws IOException {
        byte[] sent = Blocking.bytes(600, 4);
        ByteBuffer direct = ByteBuffer.allocateDirect(200).put(sent, 200, 200).flip();
        ByteBuffer[] sources = {
            ByteBuffer.wrap(new byte[] {1, 2, 3}),
            ByteBuffer.allocate(0),
            ByteBuffer.wrap(sent, 0, 200).slice(),
            direct,
            ByteBuffer.wrap(sent, 400, 100).asReadOnlyBuffer(),
            ByteBuffer.wrap(sent, 500, 100),
            ByteBuffer.wrap(new byte[] {4, 5, 6})
        };
        try (Pair pair = Pair.open(specifics())) {
            long written = 0;
            while (written < sent.length) {
                long piece = pair.client().write(sources, 1, 5);
                written += piece;
                if (piece == 0) {
                    pair.client().awaitWritable(Blocking.limit());
                }
            }
            assertThat(sources[0].remaining()).isEqualTo(3);
            assertThat(sources[6].remaining()).isEqualTo(3);
            assertThat(pair.client().write(sources, 1, 5)).isZero();
            assertThat(Blocking.read(pair.server(), sent.length)).isEqualTo(sent);
        }
    }

    /** What does not fit into a write stays in its buffers, whose limits are as before. */
    @Test
    default void gathersFourMebibytes() throws IOException {
        byte[] sent = Blocking.bytes(4 << 20, 5);
        ByteBuffer[] sources = {
            ByteBuffer.wrap(sent, 0, 10),
            ByteBuffer.wrap(sent, 10, 1 << 20),
            ByteBuffer.wrap(sent, (1 << 20) + 10, (3 << 20) - 10)
        };
        try (Pair pair = Pair.open(specifics())) {
            Worker<byte[]> received = Worker.start(() -> Blocking.read(pair.server(), sent.length));
            while (sources[2].hasRemaining()) {
                if (pair.client().write(sources, 0, 3) == 0) {
                    pair.client().awaitWritable(Blocking.limit());
                }
                assertThat(sources[2].limit()).isEqualTo(sent.length);
            }
            assertThat(received.result()).isEqualTo(sent);
        }
    }

    /** Buffers to read into: direct, part of an array, full. */
    @Test
    default void readsIntoAllKindsOfBuffers() throws IOException {
        byte[] sent = Blocking.bytes(20, 6);
        try (Pair pair = Pair.open(specifics())) {
            Blocking.write(pair.server(), sent);
            pair.client().awaitReadable(Blocking.limit());
            assertThat(pair.client().read(ByteBuffer.allocate(0))).isZero();
            ByteBuffer direct = ByteBuffer.allocateDirect(10);
            assertThat(pair.client().read(direct)).isEqualTo(10);
            ByteBuffer slice = ByteBuffer.allocate(30)
                    .position(5)
                    .limit(25)
                    .slice()
                    .position(3)
                    .limit(13);
            assertThat(pair.client().read(slice)).isEqualTo(10);
            byte[] received = new byte[20];
            direct.flip().get(received, 0, 10);
            slice.position(3).get(received, 10, 10);
            assertThat(received).isEqualTo(sent);
        }
    }

    /** Reading does not block. */
    @Test
    default void readsNothingWhereNothingIs() throws IOException {
        try (Pair pair = Pair.open(specifics())) {
            assertThat(pair.client().read(ByteBuffer.allocate(10))).isZero();
            assertThat(pair.client().read(ByteBuffer.allocateDirect(10))).isZero();
        }
    }

    /** Writing does not block, and goes on when the peer reads. */
    @Test
    default void writesNothingWhenThePeerDoesNotRead() throws IOException {
        try (Pair pair = Pair.open(specifics())) {
            int size = Blocking.fill(pair.client());
            assertThat(size).isPositive();
            assertThat(pair.client().awaitWritable(Deadline.after(50, TimeUnit.MILLISECONDS)))
                    .isFalse();
            assertThat(Blocking.read(pair.server(), size)).hasSize(size).containsOnly(0);
            assertThat(pair.client().awaitWritable(Blocking.limit())).isTrue();
            assertThat(pair.client().write(ByteBuffer.wrap(new byte[] {9}))).isEqualTo(1);
            assertThat(Blocking.read(pair.server(), 1)).containsExactly(9);
        }
    }

    /** Where only part of a write fits, that part is taken, and the rest when the peer reads. */
    @Test
    default void takesThePartThatFits() throws IOException {
        byte[] odd = Blocking.bytes(3, 10);
        byte[] sent = Blocking.bytes(16 << 20, 11);
        try (Pair pair = Pair.open(specifics())) {
            Blocking.write(pair.client(), odd);
            Worker<Void> writing = Worker.start(() -> {
                Blocking.write(pair.client(), sent);
                return null;
            });
            writing.awaitBlockedIn("awaitWritable");
            assertThat(Blocking.read(pair.server(), odd.length)).isEqualTo(odd);
            assertThat(Blocking.read(pair.server(), sent.length)).isEqualTo(sent);
            writing.result();
        }
    }

    /** One direction ends, the other goes on. */
    @Test
    default void endsOneDirectionAlone() throws IOException {
        Assumptions.assumeTrue(specifics().hasHalfClose(), "no half close");
        try (Pair pair = Pair.open(specifics())) {
            Blocking.write(pair.client(), new byte[] {1, 2});
            pair.client().shutdownOutput();
            pair.client().shutdownOutput();
            assertThat(Blocking.read(pair.server(), 10)).containsExactly(1, 2);
            assertThat(pair.server().awaitReadable(Blocking.limit())).isTrue();
            assertThat(pair.server().read(ByteBuffer.allocate(1))).isEqualTo(-1);
            Blocking.write(pair.server(), new byte[] {3, 4});
            assertThat(Blocking.read(pair.client(), 2)).containsExactly(3, 4);
            assertThatThrownBy(() -> pair.client().write(ByteBuffer.wrap(new byte[1])))
                    .isInstanceOf(IOException.class);
        }
    }

    /** A peer that leaves has said what it said. */
    @Test
    default void readsToTheEndAfterThePeerHasClosed() throws IOException {
        byte[] sent = Blocking.bytes(1000, 7);
        try (Pair pair = Pair.open(specifics())) {
            Worker<byte[]> reading = Worker.start(() -> Blocking.read(pair.client(), 2000));
            reading.awaitBlockedIn("awaitReadable");
            Blocking.write(pair.server(), sent);
            pair.server().close();
            assertThat(reading.result()).isEqualTo(sent);
            assertThat(pair.client().read(ByteBuffer.allocate(1))).isEqualTo(-1);
            assertThat(pair.client().isOpen()).isTrue();
        }
    }

    /** A peer that leaves while it is written to is an error for the writer, not a hang. */
    @Test
    default void failsToWriteAfterThePeerHasClosed() {
        try (Pair pair = Pair.open(specifics())) {
            Worker<Void> writing = Worker.start(() -> {
                Blocking.write(pair.client(), new byte[8 << 20]);
                return null;
            });
            writing.awaitBlockedIn("awaitWritable");
            pair.server().close();
            assertThat(writing.failure()).isInstanceOf(IOException.class);
            assertThat(pair.client().isOpen()).isTrue();
        }
    }

    /** The end is a state, not an event. */
    @Test
    default void staysAtTheEnd() throws IOException {
        try (Pair pair = Pair.open(specifics())) {
            pair.server().close();
            Connection client = pair.client();
            assertThat(Blocking.countToEnd(client)).isZero();
            assertThat(client.awaitReadable(Blocking.limit())).isTrue();
            assertThat(client.read(ByteBuffer.allocate(5))).isEqualTo(-1);
            assertThat(client.read(ByteBuffer.allocate(5))).isEqualTo(-1);
        }
    }
}
