// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Any;
import com.google.protobuf.BoolValue;
import com.google.protobuf.Duration;
import com.google.protobuf.StringValue;
import com.google.rpc.Status;
import io.grpc.KnownLength;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.protobuf.StatusProto;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Golden bytes are those of a Rust client and a real agent. */
class EnvelopeTest {
    private static final byte[] CHECK = Wire.target("grpc.Health", "Check");

    @Test
    void writesTheRequestThatAGoClientWrites() throws IOException {
        assertThat(dataOf(Wire.request(1, 0, CHECK, Payload.EMPTY, 0, List.of())))
                .asHexString()
                .isEqualToIgnoringCase("0a0b677270632e4865616c74681205436865636b");
    }

    @Test
    void writesTheRequestThatTheRustToolWrites() throws IOException {
        byte[] target = Wire.target("grpc.AgentService", "GetGuestDetails");
        Payload bothTrue = Payload.of(
                ProtoUtils.marshaller(Duration.getDefaultInstance()),
                Duration.newBuilder().setSeconds(1).setNanos(1).build());

        assertThat(dataOf(Wire.request(1, 0, target, bothTrue, 6_000_000_000L, List.of())))
                .asHexString()
                .isEqualToIgnoringCase(
                        "0a11677270632e4167656e7453657276696365120f476574477565737444657461696c731a04080110012080f882ad16");
    }

    @Test
    void writesTheResponsesThatTheAgentWrites() throws IOException {
        Payload serving = Payload.of(ProtoUtils.marshaller(BoolValue.getDefaultInstance()), BoolValue.of(true));

        assertThat(dataOf(Wire.response(1, new byte[0], serving))).asHexString().isEqualToIgnoringCase("0a0012020801");
        assertThat(dataOf(Wire.response(1, new byte[0], Payload.EMPTY)))
                .asHexString()
                .isEqualToIgnoringCase("0a00");
        byte[] status = Statuses.encode(
                io.grpc.Status.INVALID_ARGUMENT.withDescription("\"empty update interface request\""), null);
        assertThat(dataOf(Wire.response(1, status, null)))
                .asHexString()
                .isEqualToIgnoringCase("0a240803122022656d7074792075706461746520696e74657266616365207265717565737422");
    }

    @Test
    void aNameThatIsTooLongIsNoRequest() throws IOException {
        String longest = "x".repeat(RequestEnvelope.LONGEST_NAME);
        assertThat(RequestEnvelope.parse(Wire.target(longest, longest)).method())
                .isEqualTo(longest);

        assertThatThrownBy(() -> RequestEnvelope.parse(Wire.target("a", longest + "x")))
                .isInstanceOf(IOException.class)
                .hasMessage("a name of 1025 bytes");
        assertThatThrownBy(() -> RequestEnvelope.parse(Wire.target(longest + "x", "a")))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> RequestEnvelope.parse(RawPeer.hex("0affffffff0f")))
                .isInstanceOf(IOException.class)
                .hasMessage("a name of 4294967295 bytes");
    }

    @Test
    void readsBackWhatItWrote() throws IOException {
        Payload payload = Payload.of(ProtoUtils.marshaller(StringValue.getDefaultInstance()), StringValue.of("é"));
        List<Wire.Pair> metadata =
                List.of(new Wire.Pair("a", "1"), new Wire.Pair("a", "2"), new Wire.Pair("b-bin", "AA"));

        RequestEnvelope request = RequestEnvelope.parse(dataOf(Wire.request(7, 0, CHECK, payload, -5, metadata)));

        assertThat(request.service()).isEqualTo("grpc.Health");
        assertThat(request.method()).isEqualTo("Check");
        assertThat(request.timeoutNanos()).isEqualTo(-5);
        assertThat(request.metadata()).isEqualTo(metadata);
        assertThat(Payload.parse(
                        ProtoUtils.marshaller(StringValue.getDefaultInstance()),
                        request.data(),
                        request.offset(),
                        request.length()))
                .isEqualTo(StringValue.of("é"));
    }

    @Test
    void takesAnAbsentAndAnEmptyStatusForOk() throws IOException {
        assertThat(ResponseEnvelope.parse(new byte[0]).status()).isEmpty();
        assertThat(ResponseEnvelope.parse(RawPeer.hex("0a00")).status()).isEmpty();
        assertThat(Statuses.parse(
                                ResponseEnvelope.parse(RawPeer.hex("0a020800")).status())
                        .status()
                        .isOk())
                .isTrue();
    }

    @Test
    void keepsTheDetailsWhereStatusProtoFindsThem() throws IOException {
        Status sent = Status.newBuilder()
                .setCode(5)
                .setMessage("gone")
                .addDetails(Any.pack(StringValue.of("more")))
                .build();

        Statuses.Received received = Statuses.parse(sent.toByteArray());

        assertThat(received.status().getCode()).isEqualTo(io.grpc.Status.Code.NOT_FOUND);
        assertThat(StatusProto.fromStatusAndTrailers(received.status(), received.trailers()))
                .isEqualTo(sent);
        assertThat(Statuses.encode(received.status(), received.trailers())).isEqualTo(sent.toByteArray());
    }

    @Test
    void showsWhichBytesOfAStatusAreNoText() throws IOException {
        assertThat(Statuses.parse(RawPeer.hex("0805" + "1207" + "61ffc09bc3a97a"))
                        .status()
                        .getDescription())
                .isEqualTo("a\\xff\\xc0\\x9b\u00e9z");
        assertThat(Statuses.parse(RawPeer.hex("0805" + "1203" + "61e282"))
                        .status()
                        .getDescription())
                .isEqualTo("a\\xe2\\x82");
    }

    @Test
    void keepsSixtyFourKibibytesOfAStatusesText() throws IOException {
        String text = "x".repeat(Utf8.MOST - 1) + "\u00e9" + "y".repeat(1000);
        byte[] status = Status.newBuilder().setCode(5).setMessage(text).build().toByteArray();

        assertThat(Statuses.parse(status).status().getDescription())
                .isEqualTo("x".repeat(Utf8.MOST - 1) + "\n[1002 bytes left out]");
        byte[] noText = new byte[Utf8.MOST + 10];
        java.util.Arrays.fill(noText, (byte) 0x80);
        assertThat(Utf8.text(com.google.protobuf.ByteString.copyFrom(noText)))
                .startsWith("\\x80\\x80")
                .endsWith("\\x80\n[14 bytes left out]");
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 99, -1, Integer.MAX_VALUE})
    void countsACodeThatNobodyKnowsAsUnknownAndShowsIt(int code) throws IOException {
        Statuses.Received received = Statuses.parse(
                Status.newBuilder().setCode(code).setMessage("m").build().toByteArray());

        assertThat(received.status().getCode()).isEqualTo(io.grpc.Status.Code.UNKNOWN);
        assertThat(received.status().getDescription())
                .contains(String.valueOf(code))
                .endsWith("m");
    }

    @Test
    void doesNotTakeACodeBeyond32BitsForOk() throws IOException {
        assertThat(Statuses.parse(RawPeer.hex("08808080808020")).status().getCode())
                .isEqualTo(io.grpc.Status.Code.UNKNOWN);
    }

    @Test
    void carriesHeadersBothWays() {
        Metadata.Key<String> text = Metadata.Key.of("x-text", Metadata.ASCII_STRING_MARSHALLER);
        Metadata.Key<byte[]> bytes = Metadata.Key.of("x-bytes-bin", Metadata.BINARY_BYTE_MARSHALLER);
        Metadata headers = new Metadata();
        headers.put(text, "one");
        headers.put(text, "two");
        headers.put(bytes, new byte[] {0, -1});

        Metadata back = Headers.fromPairs(Headers.toPairs(headers));

        assertThat(back.getAll(text)).containsExactly("one", "two");
        assertThat(back.get(bytes)).containsExactly(0, -1);
    }

    @Test
    void leavesOutHeadersThatGrpcCannotHold() {
        Metadata headers = Headers.fromPairs(List.of(
                new Wire.Pair("", "x"),
                new Wire.Pair("bad key", "x"),
                new Wire.Pair("a-bin", "%%%"),
                new Wire.Pair("Upper", "kept")));

        assertThat(headers.keys()).containsExactly("upper");
    }

    @Test
    void refusesBytesThatAreNoEnvelopeWithAnIoException() {
        Random random = new Random(11);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            try {
                RequestEnvelope.parse(bytes);
                ResponseEnvelope.parse(bytes);
                Statuses.parse(bytes);
            } catch (IOException e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(1000);
        assertThatThrownBy(() -> RequestEnvelope.parse(RawPeer.hex("1affffffff0f")))
                .isInstanceOf(IOException.class);
    }

    private static byte[] dataOf(byte[] frame) {
        assertThat(frame.length - Frame.HEADER)
                .isEqualTo(java.nio.ByteBuffer.wrap(frame).getInt());
        return Arrays.copyOfRange(frame, Frame.HEADER, frame.length);
    }

    @Test
    void leavesOutMetadataThatNoHeaderCanHold() {
        Metadata headers = Headers.fromPairs(List.of(
                new Wire.Pair("Town", "Bonn"),
                new Wire.Pair("town", "Zürich"),
                new Wire.Pair("line", "a\nb"),
                new Wire.Pair("no key", "x"),
                new Wire.Pair("a-bin", "%")));

        assertThat(headers.keys()).containsExactly("town");
        assertThat(headers.getAll(Metadata.Key.of("town", Metadata.ASCII_STRING_MARSHALLER)))
                .containsExactly("Bonn");
    }

    @Test
    void theUsualResponseIsReadAsAnyOther() throws IOException {
        for (String usual :
                new String[] {"0a001200", "0a001203616263", "0a0012" + "8101" + "00".repeat(129), "1200", "1203616263"
                }) {
            byte[] quick = RawPeer.hex(usual);
            // A field of its own behind makes it unusual.
            byte[] slow = RawPeer.hex(usual + "1800");
            ResponseEnvelope one = ResponseEnvelope.parse(quick);
            ResponseEnvelope other = ResponseEnvelope.parse(slow);
            assertThat(one.offset()).isEqualTo(other.offset());
            assertThat(one.length()).isEqualTo(other.length());
            assertThat(one.status()).isEmpty();
        }
        for (String cut : new String[] {
            "0a0012", "0a001203", "0a00120361", "0a0012ff", "0a0012ffffffff7f", "12", "1203", "120361", "12ff"
        }) {
            assertThatThrownBy(() -> ResponseEnvelope.parse(RawPeer.hex(cut))).isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void aMarshallerThatGivesOtherThanItSpokeOfIsNotSent(int given) throws IOException {
        Payload payload = Payload.of(new Announcing(3), new byte[given]);

        assertThatThrownBy(() -> Wire.request(1, 0, CHECK, payload, 0, List.of()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("3 bytes");
    }

    private record Announcing(int size) implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new Announced(value, size);
        }

        @Override
        public byte[] parse(InputStream stream) {
            throw new UnsupportedOperationException("only sent");
        }
    }

    private static final class Announced extends ByteArrayInputStream implements KnownLength {
        private final int size;

        Announced(byte[] value, int size) {
            super(value);
            this.size = size;
        }

        @Override
        public synchronized int available() {
            return size;
        }
    }
}
