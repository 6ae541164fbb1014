// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.transport.spi.Pipes;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the Go and Rust libraries promise of frames, by their own tests. */
@Timeout(30)
class UpstreamChannelPromisesTest {
    /** A request as the Rust library's own test has it: service, method, payload, a time limit, a pair of metadata. */
    private static final byte[] RUST_REQUEST = RawPeer.hex("0a11677270632e546573745365727669636573120454657374"
            + "1a09010203040506070809" + "2080dac409" + "2a180a09746573745f6b657931120b746573745f76616c756531");

    private final Pipes pipes = Pipes.open(new Endpoint.Other("sim", ""));
    private final FrameReader reader = new FrameReader(pipes.server(), null);
    private final Outbox outbox = new Outbox(pipes.client(), null, cause -> {});

    @Test
    @DisplayName("Go: TestReadWriteMessage")
    void framesAreReadBackInOrderUpToTheEnd() throws IOException {
        List<byte[]> texts = new ArrayList<>();
        for (String text : new String[] {"hello", "this is a test", "of message framing", ""}) {
            texts.add(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        for (byte[] text : texts) {
            outbox.send(() -> new OutgoingFrame(RawPeer.frame(1, Frame.REQUEST, text)));
        }
        pipes.client().close();

        for (byte[] text : texts) {
            Frame.Whole frame = (Frame.Whole) reader.next();
            assertThat(frame.streamId()).isEqualTo(1);
            assertThat(frame.type()).isEqualTo(Frame.REQUEST);
            assertThat(frame.data()).isEqualTo(text);
        }
        assertThatThrownBy(reader::next).isInstanceOf(EOFException.class).hasMessageNotContaining("middle");
    }

    @Test
    @DisplayName("Go: TestMessageOversize")
    void anOversizedMessageIsNotSent() {
        Payload large = payload(new byte[Frame.MAX_DATA + 1]);

        assertThatThrownBy(() -> outbox.send(() -> new OutgoingFrame(Wire.message(1, large))))
                .isInstanceOf(Wire.TooLargeException.class)
                .hasMessageContaining("4194305")
                .hasMessageContaining("4194304");
        outbox.closeWhenEmpty();
        assertThatThrownBy(reader::next).isInstanceOf(EOFException.class).hasMessageNotContaining("middle");
    }

    @Test
    @DisplayName("Rust: message_header, async_message_header")
    void aHeaderIsTenBytesBigEndian() throws IOException {
        byte[] header = RawPeer.hex("00000000" + "00000003" + "02" + "ef");
        RawPeer.at(pipes.client()).send(header);

        Frame.Whole frame = (Frame.Whole) reader.next();
        assertThat(RawPeer.frame(0, frame.streamId(), frame.type(), frame.flags()))
                .isEqualTo(header);
        assertThat(frame.streamId()).isEqualTo(3);
        assertThat(frame.type()).isEqualTo(Frame.RESPONSE);
        assertThat(frame.flags()).isEqualTo(0xef);
    }

    @Test
    @DisplayName("Rust: gen_message, async_gen_message, async_message")
    void aFrameOverTheLimitIsSkippedWithItsHeaderAndTheNextIsReadWithItsFlags() throws IOException {
        RawPeer raw = RawPeer.at(pipes.client());
        Threads.daemon("sender", () -> {
                    raw.send(RawPeer.frame(3, Frame.RESPONSE, new byte[0x1000000]));
                    raw.send(RawPeer.frame(RUST_REQUEST.length, 0x123456, Frame.REQUEST, 0xef, RUST_REQUEST));
                    raw.send((byte) 0, (byte) 0);
                    raw.connection().close();
                })
                .start();

        assertThat(await()).isEqualTo(new Frame.Oversized(3, Frame.RESPONSE, 0x1000000));
        Frame.Whole whole = (Frame.Whole) await();
        assertThat(whole.streamId()).isEqualTo(0x123456);
        assertThat(whole.flags()).isEqualTo(0xef);
        assertThat(whole.data()).isEqualTo(RUST_REQUEST);
        assertThatThrownBy(this::await).isInstanceOf(EOFException.class).hasMessageContaining("middle");
    }

    @Test
    @DisplayName("Rust: protobuf_codec, gen_message_to_message, gen_message_to_request")
    void aRequestIsWrittenAndReadByteForByte() throws IOException {
        byte[] nine = {1, 2, 3, 4, 5, 6, 7, 8, 9};
        List<Wire.Pair> metadata = List.of(new Wire.Pair("test_key1", "test_value1"));
        byte[] frame =
                Wire.request(3, 0, Wire.target("grpc.TestServices", "Test"), payload(nine), 20_000_000, metadata);
        assertThat(frame).hasSize(Frame.HEADER + 67);
        assertThat(Arrays.copyOfRange(frame, Frame.HEADER, frame.length)).isEqualTo(RUST_REQUEST);

        RequestEnvelope read = RequestEnvelope.parse(RUST_REQUEST);
        assertThat(read.service()).isEqualTo("grpc.TestServices");
        assertThat(read.method()).isEqualTo("Test");
        assertThat(read.timeoutNanos()).isEqualTo(20_000_000);
        assertThat(read.metadata()).isEqualTo(metadata);
        assertThat(Arrays.copyOfRange(read.data(), read.offset(), read.offset() + read.length()))
                .isEqualTo(nine);
    }

    private Frame await() throws IOException {
        Frame frame = reader.next();
        while (frame == null) {
            pipes.server().awaitReadable(null);
            frame = reader.next();
        }
        return frame;
    }

    private static Payload payload(byte[] bytes) {
        try {
            return Payload.of(new BytesMarshaller(), bytes);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
