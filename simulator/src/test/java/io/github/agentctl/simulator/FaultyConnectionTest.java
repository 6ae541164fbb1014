// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.transport.spi.InProcessListener;
import io.grpc.Status;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What leaves, byte by byte. */
@Timeout(60)
class FaultyConnectionTest {
    private static final int HEADER = 10;

    private final BlockingQueue<Runnable> due = new LinkedBlockingQueue<>();
    private final InProcessListener listener = new InProcessListener(new Endpoint.Other("sim", "bytes"));
    private ByteBuffer answer = WireFault.response(Status.NOT_FOUND.withDescription("the real answer"));
    private Connection client;
    private FaultyConnection server;
    private WireFaults faults;

    @BeforeEach
    void connect() throws IOException {
        client = listener.connect();
        server = new FaultyConnection(listener.accept(), due::add);
        faults = server.faults();
    }

    @Test
    void truncatesTheFrameThatStandsForAFaultAndCloses() throws IOException {
        byte[] plain = frame(1, WireFault.response(Status.ABORTED));

        send(plain, marked(3, new FaultEffect.Truncate(), Duration.ZERO));

        ByteBuffer sent = received();
        assertThat(bytes(sent, plain.length)).isEqualTo(plain);
        assertThat(sent.getInt()).isEqualTo(answer.limit());
        assertThat(sent.getInt()).isEqualTo(3);
        assertThat(sent.getShort()).isEqualTo((short) 0x0200);
        assertThat(bytes(sent, sent.remaining())).isEqualTo(bytes(answer.duplicate(), answer.limit() / 2));
        assertThat(server.isOpen()).isFalse();
    }

    @Test
    void closesInsteadOfTheFrame() throws IOException {
        send(marked(1, new FaultEffect.Close(), Duration.ZERO));

        assertThat(received().remaining()).isZero();
    }

    @Test
    void sendsOneByteMoreThanAFrameMayHave() throws IOException {
        byte[] plain = frame(3, WireFault.response(Status.ABORTED));
        send(marked(1, new FaultEffect.Oversize(), Duration.ZERO));
        ByteBuffer header = read(HEADER);
        assertThat(header.getInt()).isEqualTo((4 << 20) + 1);
        var unused = read((4 << 20) + 1);

        send(plain);

        assertThat(bytes(read(plain.length), plain.length)).isEqualTo(plain);
    }

    @Test
    void sendsALateFrameBetweenOthersAndNeverWithinOne() throws Exception {
        byte[] plain = frame(3, WireFault.response(Status.ABORTED));
        send(marked(1, new FaultEffect.Late(Duration.ZERO), Duration.ofMillis(1)));
        // Due, but a frame is under way.
        assertThat(server.write(ByteBuffer.wrap(plain, 0, 7))).isEqualTo(7);
        due.take().run();
        assertThat(server.write(ByteBuffer.wrap(plain, 7, 5))).isEqualTo(5);
        due.take().run();
        send(Arrays.copyOfRange(plain, 12, plain.length));
        due.take().run();

        assertThat(bytes(read(plain.length), plain.length)).isEqualTo(plain);
        byte[] late = frame(1, answer.duplicate());
        assertThat(bytes(read(late.length), late.length)).isEqualTo(late);
    }

    @Test
    void keepsNoMoreThanSoManyBytesOfLateAnswers() throws IOException {
        answer = ByteBuffer.allocate(4 << 20);
        for (int i = 0; i < 15; i++) {
            send(marked(2 * i + 1, new FaultEffect.Late(Duration.ZERO), Duration.ofHours(1)));
        }
        assertThat(server.isOpen()).isTrue();

        send(marked(31, new FaultEffect.Late(Duration.ZERO), Duration.ofHours(1)));

        assertThat(server.isOpen()).isFalse();
    }

    @Test
    void keepsNoMoreThanSoManyBytesOfAnswersThatDoNotComeToBeSent() {
        answer = ByteBuffer.allocate(4 << 20);
        for (int i = 0; i < 15; i++) {
            var unused = marked(2 * i + 1, new FaultEffect.Truncate(), Duration.ZERO);
        }
        assertThat(server.isOpen()).isTrue();

        var unused = marked(31, new FaultEffect.Truncate(), Duration.ZERO);

        assertThat(server.isOpen()).isFalse();
        assertThat(faults.isEmpty()).isTrue();
    }

    @Test
    void forgetsWhenItIsClosedWhatIsNotSent() throws IOException {
        var unused = marked(1, new FaultEffect.Truncate(), Duration.ZERO);
        send(marked(3, new FaultEffect.Late(Duration.ZERO), Duration.ofHours(1)));

        client.close();
        server.close();

        assertThat(faults.isEmpty()).isTrue();
        unused = marked(5, new FaultEffect.Truncate(), Duration.ZERO);
        assertThat(faults.isEmpty()).isTrue();
        WeakReference<FaultyConnection> gone = new WeakReference<>(server);
        server = null;
        faults = null;
        // What waits for its time would hold the connection and the answer.
        AgentFixture.await(() -> {
            System.gc();
            return gone.get() == null;
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void leavesOtherFramesAsTheyAreHoweverTheyAreCut(long seed) throws IOException {
        Random random = new Random(seed);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        // A fault that nobody has sent yet: every frame is looked at from here on.
        var unused = faults.failure(new WireFault(new FaultEffect.Close(), Duration.ZERO, WireFault.nothing()));
        for (int i = 0; i < 50; i++) {
            String text = "x".repeat(random.nextInt(300));
            all.writeBytes(frame(i, WireFault.response(Status.INTERNAL.withDescription(text))));
        }
        ByteBuffer rest = ByteBuffer.wrap(all.toByteArray());
        while (rest.hasRemaining()) {
            ByteBuffer part = rest.slice(rest.position(), Math.min(rest.remaining(), 1 + random.nextInt(40)));
            while (part.hasRemaining()) {
                rest.position(rest.position() + server.write(part));
            }
        }

        assertThat(bytes(read(all.size()), all.size())).isEqualTo(all.toByteArray());
    }

    private byte[] marked(int streamId, FaultEffect effect, Duration heldBack) {
        Status mark = faults.failure(new WireFault(effect, heldBack, answer)).getStatus();
        return frame(streamId, WireFault.response(mark));
    }

    private static byte[] frame(int streamId, ByteBuffer data) {
        ByteBuffer frame = ByteBuffer.allocate(HEADER + data.remaining());
        return frame.putInt(data.remaining())
                .putInt(streamId)
                .putShort((short) 0x0200)
                .put(data)
                .array();
    }

    private void send(byte[]... frames) throws IOException {
        ByteBuffer[] sources = Arrays.stream(frames).map(ByteBuffer::wrap).toArray(ByteBuffer[]::new);
        while (sources[sources.length - 1].hasRemaining()) {
            long unused = server.write(sources, 0, sources.length);
        }
    }

    private ByteBuffer read(int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (client.read(buffer) < 0) {
                throw new IOException("ended after " + buffer.position() + " of " + length);
            }
            Runnable next = due.poll();
            if (next != null) {
                next.run();
            }
        }
        return buffer.flip();
    }

    /** Everything until the end. */
    private ByteBuffer received() throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
        while (client.read(buffer) >= 0) {
            Thread.onSpinWait();
        }
        return buffer.flip();
    }

    private static byte[] bytes(ByteBuffer buffer, int length) {
        byte[] bytes = new byte[length];
        buffer.get(bytes);
        return bytes;
    }
}
