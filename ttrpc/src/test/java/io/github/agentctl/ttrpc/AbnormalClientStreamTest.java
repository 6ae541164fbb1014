// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Int32Value;
import com.google.protobuf.Message;
import io.github.agentctl.transport.spi.InProcessListener;
import io.grpc.Status;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server's streams before a client that does what it should not. */
@Timeout(30)
class AbnormalClientStreamTest {
    private static final int END = Frame.REMOTE_CLOSED | Frame.NO_DATA;

    @RegisterExtension
    private final Loopback loopback = new Loopback();

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private RawPeer client;

    @BeforeEach
    void connect() {
        InProcessListener listener = loopback.serve(Streams.service(), Echo.parrot(), Hearing.service(heard));
        client = loopback.raw(listener);
    }

    @ParameterizedTest
    @ValueSource(ints = {Frame.REMOTE_OPEN, Frame.REMOTE_OPEN | Frame.NO_DATA})
    void takesBothWaysOfOpeningAStream(int flags) {
        client.send(request(1, "Sum", flags, null));
        client.send(RawPeer.data(1, 0, number(20)));
        client.send(RawPeer.data(1, 0, number(22)));
        client.send(RawPeer.data(1, END));

        assertThat(client.receive().data()).isEqualTo(RawPeer.hex("0a001202082a"));
    }

    @Test
    void anOpeningWithAMessageIsTheFirstMessage() {
        client.send(request(1, "Sum", Frame.REMOTE_OPEN, Int32Value.of(20)));
        client.send(RawPeer.data(1, 0, number(22)));
        client.send(RawPeer.data(1, END));

        assertThat(client.receive().data()).isEqualTo(RawPeer.hex("0a001202082a"));
    }

    @Test
    void anOpeningThatSaysItHasNoMessageHasNone() {
        client.send(request(1, "Sum", Frame.REMOTE_OPEN | Frame.NO_DATA, Int32Value.of(20)));
        client.send(RawPeer.data(1, 0, number(22)));
        client.send(RawPeer.data(1, END));

        assertThat(client.receive().data()).isEqualTo(RawPeer.hex("0a0012020816"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, Frame.REMOTE_CLOSED})
    void aStreamOpenedAsACallOfOneMessageEndsWithIt(int flags) {
        client.send(request(1, "Sum", flags, Int32Value.of(5)));

        assertThat(client.receive().data()).isEqualTo(RawPeer.hex("0a0012020805"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, Frame.REMOTE_CLOSED, Frame.REMOTE_OPEN, Frame.REMOTE_OPEN | Frame.NO_DATA})
    void aStreamOfRepliesIsServedWhateverTheFlags(int flags) {
        client.send(request(1, "Count", flags, Int32Value.of(1)));

        Frame.Whole message = client.receive();
        assertThat(message.type()).isEqualTo(Frame.DATA);
        assertThat(message.flags()).isZero();
        assertThat(message.data()).isEmpty();
        Frame.Whole end = client.receive();
        assertThat(end.type()).isEqualTo(Frame.DATA);
        assertThat(end.flags()).isEqualTo(END);
        assertThat(end.data()).isEmpty();
    }

    @Test
    void theLastMessageMaySayTheEnd() {
        client.send(request(1, "Sum", Frame.REMOTE_OPEN, null));
        client.send(RawPeer.data(1, Frame.REMOTE_CLOSED, number(7)));

        assertThat(client.receive().data()).isEqualTo(RawPeer.hex("0a0012020807"));
    }

    @ParameterizedTest
    @ValueSource(ints = {Frame.NO_DATA, END})
    void aMessageInAFrameThatSaysItHasNoneEndsItsStreamOnly(int flags) throws Exception {
        open(1);
        client.send(RawPeer.data(1, flags, number(1)));

        assertEnded(1, Status.Code.INVALID_ARGUMENT);
    }

    @Test
    void aMessageAfterTheEndEndsItsStreamOnly() throws Exception {
        open(1);
        client.send(RawPeer.data(1, END));
        assertHeard("half-closed");
        client.send(RawPeer.data(1, END));
        client.send(RawPeer.data(1, 0, number(1)));

        assertEnded(1, Status.Code.INVALID_ARGUMENT);
    }

    @Test
    void dataOnAStreamOfRepliesEndsItsStreamOnly() throws Exception {
        client.send(request(1, "Held", Frame.REMOTE_CLOSED, Int32Value.of(1)));
        assertHeard("started");
        client.send(RawPeer.data(1, 0, number(1)));

        assertEnded(1, Status.Code.INVALID_ARGUMENT);
    }

    @Test
    void anOversizedFrameEndsItsStreamOnly() throws Exception {
        open(1);
        client.send(RawPeer.data(1, 0, new byte[Frame.MAX_DATA + 1]));

        assertEnded(1, Status.Code.RESOURCE_EXHAUSTED);
    }

    @Test
    void bytesThatAreNoMessageEndTheirStreamOnly() throws Exception {
        client.send(request(1, "Heard", Frame.REMOTE_OPEN, null));
        assertHeard("started");
        client.send(RawPeer.data(1, 0, RawPeer.hex("0a05")));

        assertEnded(1, Status.Code.INTERNAL);
    }

    @ParameterizedTest
    @CsvSource({"0", "2", "99", "255"})
    void framesOfOtherTypesAreIgnored(int type) throws Exception {
        client.send(request(1, "Sum", Frame.REMOTE_OPEN, null));
        client.send(RawPeer.frame(1, type, number(9)));
        client.send(RawPeer.data(1, 0, number(1)));
        client.send(RawPeer.data(1, END));

        assertThat(client.receive().data()).isEqualTo(RawPeer.hex("0a0012020801"));
    }

    @Test
    void dataAfterTheServersEndIsRefusedAndHarmsNothing() throws Exception {
        client.send(request(1, "Nope", Frame.REMOTE_OPEN, null));
        assertThat(client.receiveStatus(1).status().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
        client.send(RawPeer.data(1, 0, number(1)));
        assertThat(client.receiveStatus(1).status().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertServed(3);
    }

    @Test
    void aTimeThatIsOverEndsTheStreamAndCancelsItsHandler() throws Exception {
        client.send(Wire.request(
                1,
                Frame.REMOTE_OPEN,
                Wire.target(Streams.SERVICE + "2", "Heard"),
                Payload.EMPTY,
                TimeUnit.MILLISECONDS.toNanos(100),
                List.of()));
        assertHeard("started");

        assertThat(client.receiveStatus(1).status().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
        assertCancelled();
    }

    @Test
    void losingTheConnectionCancelsTheHandlersOfEachKindOfStream() throws Exception {
        open(1);
        client.send(request(3, "Held", Frame.REMOTE_CLOSED, Int32Value.of(1)));
        assertHeard("started");
        client.send(request(5, "HeldSum", Frame.REMOTE_OPEN, null));
        assertHeard("started");

        client.close();

        assertHeard(
                "context cancelled", "context cancelled", "context cancelled", "cancelled", "cancelled", "cancelled");
    }

    @Test
    void aFloodOnAStreamThatIsNotReadEndsThatStreamOnlyAndCancelsItsHandler() throws Exception {
        CountDownLatch cancelled = new CountDownLatch(1);
        RawPeer flooding = loopback.raw(loopback.serve(Unread.service(cancelled), Echo.parrot()));
        flooding.send(request(Streams.SERVICE, 1, "Echo", Frame.REMOTE_OPEN, null));
        byte[] data = RawPeer.data(1, 0, new byte[1 << 16]);
        for (int i = 0; i < Inbox.LIMIT >> 16; i++) {
            flooding.send(data);
        }
        flooding.send(data);

        assertThat(flooding.receiveStatus(1).status().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(cancelled.await(10, TimeUnit.SECONDS)).isTrue();
        flooding.send(Wire.request(3, 0, Wire.target("test.Echo", "Say"), Payload.EMPTY, 0, List.of()));
        assertThat(flooding.receiveStatus(3).status().isOk()).isTrue();
    }

    private void open(int id) throws InterruptedException {
        client.send(request(id, "Heard", Frame.REMOTE_OPEN, null));
        assertHeard("started");
    }

    /** The client hears this status, the handler that it is cancelled, and others nothing. */
    private void assertEnded(int id, Status.Code code) throws Exception {
        assertThat(client.receiveStatus(id).status().getCode()).isEqualTo(code);
        assertCancelled();
        assertServed(id + 2);
    }

    private void assertCancelled() throws InterruptedException {
        assertHeard("context cancelled", "cancelled");
    }

    /** The handlers hear these, in any order, and perhaps messages before. */
    private void assertHeard(String... events) throws InterruptedException {
        List<String> missing = new ArrayList<>(List.of(events));
        while (!missing.isEmpty()) {
            String event = heard.poll(10, TimeUnit.SECONDS);
            assertThat(event).as("one of %s", missing).isNotNull();
            missing.remove(event);
        }
    }

    private void assertServed(int id) throws IOException {
        client.send(Wire.request(id, 0, Wire.target("test.Echo", "Say"), Payload.EMPTY, 0, List.of()));
        assertThat(client.receiveStatus(id).status().isOk()).isTrue();
    }

    private static byte[] request(int id, String method, int flags, Message message) {
        String service = method.startsWith("He") ? Hearing.SERVICE : Streams.SERVICE;
        return request(service, id, method, flags, message);
    }

    private static byte[] request(String service, int id, String method, int flags, Message message) {
        try {
            Payload payload =
                    message == null ? Payload.EMPTY : Payload.of(new BytesMarshaller(), message.toByteArray());
            return Wire.request(id, flags, Wire.target(service, method), payload, 0, List.of());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static byte[] number(int value) {
        return Int32Value.of(value).toByteArray();
    }
}
