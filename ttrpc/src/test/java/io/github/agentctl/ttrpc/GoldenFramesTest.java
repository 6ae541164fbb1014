// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.agentctl.transport.spi.InProcessListener;
import io.grpc.protobuf.StatusProto;
import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The frames of the Go library, the Rust library and a real agent: we read them all, and write the same. */
@Timeout(30)
class GoldenFramesTest {
    @RegisterExtension
    private final Loopback loopback = new Loopback();

    @ParameterizedTest
    @ValueSource(strings = {"go", "rust", "agent"})
    void requestsAreWrittenAsTheyWereRead(String peer) throws IOException {
        for (Golden golden : Golden.of(peer)) {
            if (golden.isRequest()) {
                Frame.Whole frame = golden.frame();
                RequestEnvelope read = RequestEnvelope.parse(frame.data());
                byte[] written = Wire.request(
                        frame.streamId(),
                        frame.flags(),
                        Wire.target(read.service(), read.method()),
                        payload(read.data(), read.offset(), read.length()),
                        read.timeoutNanos(),
                        read.metadata());
                assertThat(written).isEqualTo(golden.bytes());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"go", "rust"})
    void messagesAndEndsOfStreamsAreWrittenAsTheyWereRead(String peer) throws IOException {
        for (Golden golden : Golden.of(peer)) {
            Frame.Whole frame = golden.frame();
            if (frame.type() == Frame.DATA) {
                byte[] written = frame.has(Frame.NO_DATA)
                        ? Wire.end(frame.streamId())
                        : Wire.message(frame.streamId(), payload(frame.data(), 0, frame.data().length));
                assertThat(written).isEqualTo(golden.bytes());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rust", "agent"})
    void responsesAreWrittenAsTheyWereRead(String peer) throws IOException {
        for (Golden golden : Golden.of(peer)) {
            if (golden.frame().type() == Frame.RESPONSE) {
                assertThat(rewritten(golden.frame())).isEqualTo(golden.bytes());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = "go")
    void responsesThatLeaveAGoodStatusOutAreWrittenWithAnEmptyOne(String peer) throws IOException {
        for (Golden golden : Golden.of(peer)) {
            Frame.Whole frame = golden.frame();
            if (frame.type() == Frame.RESPONSE) {
                boolean good = ResponseEnvelope.parse(frame.data()).status().length == 0;
                byte[] data = good ? concat(RawPeer.hex("0a00"), frame.data()) : frame.data();
                assertThat(rewritten(frame)).isEqualTo(RawPeer.frame(frame.streamId(), Frame.RESPONSE, data));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"go, 2", "rust, 6"})
    void eachPeerOpensItsStreamsInItsOwnWay(String peer, int stream) {
        Set<Integer> flags = Golden.of(peer).stream()
                .filter(Golden::isRequest)
                .map(golden -> golden.frame().flags())
                .collect(Collectors.toSet());

        assertThat(flags).containsExactlyInAnyOrder(0, Frame.REMOTE_CLOSED, stream);
    }

    @ParameterizedTest
    @ValueSource(strings = {"go", "rust"})
    void detailsOfStatusesAreRead(String peer) throws IOException {
        int detailed = 0;
        for (Golden golden : Golden.of(peer)) {
            Frame.Whole frame = golden.frame();
            if (frame.type() == Frame.RESPONSE) {
                Statuses.Received received =
                        Statuses.parse(ResponseEnvelope.parse(frame.data()).status());
                var status = StatusProto.fromStatusAndTrailers(received.status(), received.trailers());
                detailed += status.getDetailsCount();
            }
        }
        // Two statuses of a call, two of a stream, with two details each.
        assertThat(detailed).isEqualTo(8);
    }

    /** What their servers have answered their clients ours answers too, under both names of the service. */
    @ParameterizedTest
    @ValueSource(strings = {"go", "rust"})
    void ourServerAnswersTheirClientsAsTheirServersDid(String peer) throws IOException {
        InProcessListener listener = loopback.serve(
                new UpstreamStreaming(UpstreamStreaming.GO).service(),
                new UpstreamStreaming(UpstreamStreaming.RUST).service());
        RawPeer client = null;
        int answers = 0;
        int lastId = 0;
        for (Golden golden : Golden.of(peer)) {
            if (golden.isRequest()) {
                String service = RequestEnvelope.parse(golden.frame().data()).service();
                String method = RequestEnvelope.parse(golden.frame().data()).method();
                boolean ours = service.endsWith(".streaming.Streaming") && !method.equals("SumStream");
                if (!ours) {
                    client = null;
                } else if (client == null || golden.frame().streamId() <= lastId) {
                    client = loopback.raw(listener);
                }
                lastId = golden.frame().streamId();
            }
            if (client != null && golden.fromClient()) {
                client.send(golden.bytes());
            } else if (client != null) {
                Frame.Whole expected = golden.frame();
                Frame.Whole answer = client.receive();
                assertThat(answer.streamId()).isEqualTo(expected.streamId());
                assertThat(answer.type()).isEqualTo(expected.type());
                assertThat(answer.flags()).isEqualTo(expected.flags());
                assertThat(answer.data()).isIn(expected.data(), concat(RawPeer.hex("0a00"), expected.data()));
                answers++;
            }
        }
        assertThat(answers).isGreaterThan(20);
    }

    private static byte[] rewritten(Frame.Whole frame) throws IOException {
        ResponseEnvelope read = ResponseEnvelope.parse(frame.data());
        Statuses.Received received = Statuses.parse(read.status());
        byte[] status = Statuses.encode(received.status(), received.trailers());
        boolean good = received.status().isOk();
        return Wire.response(
                frame.streamId(), status, good ? payload(read.data(), read.offset(), read.length()) : null);
    }

    private static Payload payload(byte[] data, int offset, int length) throws IOException {
        return Payload.of(new BytesMarshaller(), Arrays.copyOfRange(data, offset, offset + length));
    }

    private static byte[] concat(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }
}
