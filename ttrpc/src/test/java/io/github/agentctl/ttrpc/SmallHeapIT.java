// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.BytesValue;
import com.google.protobuf.CodedOutputStream;
import com.google.rpc.Status;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.Listener;
import io.github.agentctl.transport.unix.JdkTransport;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client in a JVM of 32 MiB, before a server that sends whatever fills a memory. */
@Timeout(120)
class SmallHeapIT {
    private static final byte[] HELLO = RawPeer.hex("0a0012070a0568656c6c6f");
    private static final byte[] MEBIBYTE = new byte[1 << 20];

    private Listener listener;

    @BeforeEach
    void listen(@TempDir Path directory) {
        listener = new JdkTransport()
                .listen(new Endpoint.Unix(directory.resolve("s").toString()));
    }

    @AfterEach
    void close() throws IOException {
        listener.close();
    }

    @Test
    void aFrameAnnouncedAtFourGibibytesTakesNoMemoryAndEndsItsCallAtItsDeadline() throws Exception {
        assertThat(calls(1, (server, id) -> {
                    server.send(RawPeer.frame(-1, id, Frame.RESPONSE, 0));
                    for (int i = 0; i < 64; i++) {
                        server.send(MEBIBYTE);
                    }
                }))
                .isEqualTo("{DEADLINE_EXCEEDED=1}\n");
    }

    @Test
    void aFloodForStreamsThatNobodyHasIsDropped() throws Exception {
        assertThat(calls(3, (server, id) -> {
                    for (int i = 0; i < 100; i++) {
                        server.send(RawPeer.frame(id + 2 * i + 2, Frame.RESPONSE, MEBIBYTE));
                    }
                    server.send(RawPeer.frame(id, Frame.RESPONSE, HELLO));
                }))
                .isEqualTo("{OK=3}\n");
    }

    @Test
    void repliesOfFourMebibytesAreTaken() throws Exception {
        assertThat(calls(
                        20,
                        (server, id) -> server.send(response(
                                id, reply(text(ByteString.copyFromUtf8("\u03b1".repeat(Frame.MAX_DATA / 2 - 20))))))))
                .isEqualTo("{OK=20}\n");
    }

    @Test
    void repliesOverTheLimitAreSkipped() throws Exception {
        assertThat(calls(
                        20,
                        (server, id) -> server.send(RawPeer.frame(id, Frame.RESPONSE, new byte[Frame.MAX_DATA + 1]))))
                .isEqualTo("{RESOURCE_EXHAUSTED=20}\n");
    }

    @Test
    void tenThousandStatusesWithLargeDetailsAreTakenOneAfterTheOther() throws Exception {
        byte[] large = status(64 << 10, 1);
        byte[] largest = status(Frame.MAX_DATA - 100, 1);
        byte[] many = status(10, 100_000);
        assertThat(calls(
                        10_000,
                        (server, id) ->
                                server.send(response(id, id % 1000 == 1 ? largest : id % 1000 == 501 ? many : large))))
                .isEqualTo("{ABORTED=10000}\n");
    }

    /** What it becomes in memory is many times what came. */
    @ParameterizedTest
    @ValueSource(strings = {"1000", "188101", "0a00"})
    void repliesOfTinyFieldsAreTakenOrFailTheirCallOnly(String field) throws Exception {
        byte[] fields = repeated(RawPeer.hex(field), Frame.MAX_DATA - 100);
        SmallJvm client = SmallJvm.callingLeniently(listener.endpoint(), 5);
        assertThat(calls(client, 5, (server, id) -> server.send(response(id, reply(ByteString.copyFrom(fields))))))
                .isIn("{OK=5}\n", "{RESOURCE_EXHAUSTED=5}\n");
    }

    @Test
    void streamsThatNobodyReadsAreGivenUpAlone() throws Exception {
        int streams = 100;
        try (SmallJvm client = SmallJvm.streaming(listener.endpoint(), streams);
                RawPeer server = RawPeer.at(listener.accept())) {
            for (int i = 0; i < streams; i++) {
                server.receive();
            }
            for (int round = 0; round < 3; round++) {
                for (int i = 0; i < streams; i++) {
                    server.send(RawPeer.data(2 * i + 1, 0, MEBIBYTE));
                }
            }
            client.goOn();
            server.send(RawPeer.frame(server.receive().streamId(), Frame.RESPONSE, HELLO));

            assertThat(client.end()).isEqualTo("hello\n");
        }
    }

    private interface Answer {
        void send(RawPeer server, int streamId) throws IOException;
    }

    private String calls(int count, Answer answer) throws Exception {
        return calls(SmallJvm.calling(listener.endpoint(), count), count, answer);
    }

    private String calls(SmallJvm client, int count, Answer answer) throws Exception {
        try (client;
                RawPeer server = RawPeer.at(listener.accept())) {
            for (int i = 0; i < count; i++) {
                answer.send(server, server.receive().streamId());
            }
            return client.end();
        }
    }

    private static byte[] response(int id, byte[] data) {
        return RawPeer.frame(id, Frame.RESPONSE, data);
    }

    private static ByteString text(ByteString text) {
        return BytesValue.of(text).toByteString();
    }

    private static byte[] reply(ByteString message) {
        return field(2, message);
    }

    private static byte[] field(int number, ByteString value) {
        byte[] bytes = new byte[CodedOutputStream.computeBytesSize(number, value)];
        try {
            CodedOutputStream.newInstance(bytes).writeBytes(number, value);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        assertThat(bytes.length).isLessThanOrEqualTo(Frame.MAX_DATA);
        return bytes;
    }

    private static byte[] status(int size, int count) {
        Status.Builder status = Status.newBuilder().setCode(10).setMessage("m");
        Any detail =
                Any.newBuilder().setValue(ByteString.copyFrom(new byte[size])).build();
        for (int i = 0; i < count; i++) {
            status.addDetails(detail);
        }
        return field(1, status.build().toByteString());
    }

    static byte[] repeated(byte[] field, int size) {
        byte[] all = new byte[size / field.length * field.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = field[i % field.length];
        }
        return all;
    }
}
