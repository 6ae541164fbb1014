// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.transport.spi.Pipes;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 10, 11, 1000, 65536, 1 << 20})
    void cutsTheSameFramesHoweverTheBytesArrive(int piece) throws IOException {
        Random random = new Random(7);
        List<byte[]> datas = new ArrayList<>();
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        for (int size : new int[] {0, 1, 9, 10, 11, 65535, 65536, 65537, 300_000, 0}) {
            byte[] data = new byte[size];
            random.nextBytes(data);
            datas.add(data);
            stream.write(RawPeer.frame(size, 2 * datas.size() - 1, 2, 0xef, data));
        }
        FrameReader reader = new FrameReader(inPieces(stream.toByteArray(), piece), null);

        for (int i = 0; i < datas.size(); i++) {
            Frame.Whole frame = (Frame.Whole) nextOf(reader);
            assertThat(frame.streamId()).isEqualTo(2 * i + 1);
            assertThat(frame.type()).isEqualTo(2);
            assertThat(frame.flags()).isEqualTo(0xef);
            assertThat(frame.data()).isEqualTo(datas.get(i));
        }
        assertThatThrownBy(() -> nextOf(reader))
                .isInstanceOf(EOFException.class)
                .hasMessageNotContaining("middle");
    }

    @Test
    void whoDoesNotFinishAFrameIsGivenUpWhereAnotherFindsNoRoom() throws IOException {
        FrameRoom room = new FrameRoom(new Room(300_000), 0);
        byte[] frame = RawPeer.frame(1, 2, new byte[300_000]);
        Pipes slow = Pipes.open(new Endpoint.Other("sim", ""), 1 << 20);
        RawPeer.at(slow.client()).send(Arrays.copyOf(frame, frame.length - 1));
        FrameReader begun = new FrameReader(slow.server(), null, room);
        assertThat(begun.next()).isNull();

        assertThat(nextOf(new FrameReader(inPieces(frame, frame.length), null, room)))
                .isInstanceOf(Frame.Oversized.class);
        assertThatThrownBy(begun::next).isInstanceOf(ClosedChannelException.class);

        begun.release();
        assertThat(nextOf(new FrameReader(inPieces(frame, frame.length), null, room)))
                .isInstanceOf(Frame.Whole.class);
    }

    @Test
    void whoIsStillSendingAFrameIsNotGivenUp() throws IOException {
        FrameRoom room = new FrameRoom(new Room(300_000));
        byte[] frame = RawPeer.frame(1, 2, new byte[300_000]);
        Pipes sending = Pipes.open(new Endpoint.Other("sim", ""), 1 << 20);
        RawPeer peer = RawPeer.at(sending.client());
        peer.send(Arrays.copyOf(frame, frame.length - 1));
        FrameReader begun = new FrameReader(sending.server(), null, room);
        assertThat(begun.next()).isNull();

        assertThat(nextOf(new FrameReader(inPieces(frame, frame.length), null, room)))
                .isInstanceOf(Frame.Oversized.class);

        peer.send((byte) 0);
        assertThat(begun.next()).isInstanceOf(Frame.Whole.class);
    }

    @Test
    void takesTheLargestFrameAndSkipsALargerOne() throws IOException {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        stream.write(RawPeer.frame(1, 2, new byte[Frame.MAX_DATA]));
        stream.write(RawPeer.frame(3, 2, new byte[Frame.MAX_DATA + 1]));
        stream.write(RawPeer.frame(5, 2, (byte) 9));
        FrameReader reader = new FrameReader(inPieces(stream.toByteArray(), 100_000), null);

        assertThat(nextOf(reader))
                .isInstanceOfSatisfying(
                        Frame.Whole.class, frame -> assertThat(frame.data()).hasSize(Frame.MAX_DATA));
        assertThat(nextOf(reader)).isEqualTo(new Frame.Oversized(3, 2, Frame.MAX_DATA + 1));
        assertThat(nextOf(reader))
                .isInstanceOfSatisfying(
                        Frame.Whole.class, frame -> assertThat(frame.streamId()).isEqualTo(5));
    }

    @Test
    void waitsForMoreWhateverALengthAnnounces() throws IOException {
        Pipes pipes = Pipes.open(new Endpoint.Other("sim", ""));
        RawPeer.at(pipes.server()).send(RawPeer.frame(-1, 1, 2, 0));
        FrameReader reader = new FrameReader(pipes.client(), null);

        assertThat(reader.next()).isNull();
        RawPeer.at(pipes.server()).send(new byte[1000]);
        assertThat(reader.next()).isNull();
        assertThat(reader.held()).isZero();
    }

    @Test
    void holdsNoMoreThanHasArrivedOfALargeFrame() throws IOException {
        Pipes pipes = Pipes.open(new Endpoint.Other("sim", ""));
        RawPeer.at(pipes.server()).send(RawPeer.frame(Frame.MAX_DATA, 1, 2, 0, new byte[1000]));
        FrameReader reader = new FrameReader(pipes.client(), null);

        assertThat(reader.next()).isNull();
        assertThat(reader.held()).isBetween(1000, 64 << 10);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 9, 10, 14})
    void saysThatTheEndCameInMidFrame(int bytes) {
        byte[] frame = java.util.Arrays.copyOf(RawPeer.frame(1, 2, new byte[5]), bytes);

        assertThatThrownBy(() -> nextOf(new FrameReader(inPieces(frame, 100), null)))
                .isInstanceOf(EOFException.class)
                .hasMessageContaining("in the middle of a frame");
    }

    private static Frame nextOf(FrameReader reader) throws IOException {
        Frame frame = reader.next();
        while (frame == null) {
            frame = reader.next();
        }
        return frame;
    }

    /** Gives at most {@code piece} bytes a read, and nothing at every second one. */
    private static Connection inPieces(byte[] bytes, int piece) {
        ByteBuffer source = ByteBuffer.wrap(bytes);
        boolean[] pause = {false};
        return (Connection) Proxy.newProxyInstance(
                FrameReaderTest.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                    if (!method.getName().equals("read")) {
                        throw new AssertionError("the reader only reads, and does not " + method.getName());
                    }
                    pause[0] = !pause[0];
                    if (pause[0]) {
                        return 0;
                    }
                    if (!source.hasRemaining()) {
                        return -1;
                    }
                    ByteBuffer target = (ByteBuffer) arguments[0];
                    int count = Math.min(piece, Math.min(source.remaining(), target.remaining()));
                    target.put(source.slice(source.position(), count));
                    source.position(source.position() + count);
                    return count;
                });
    }
}
