// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.StringValue;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.transport.spi.InProcessListener;
import io.github.agentctl.transport.spi.Pipes;
import io.grpc.CallOptions;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(30)
class FrameTraceTest {
    private static final String TARGET = HexFormat.of().formatHex(Wire.target(Streams.SERVICE, "Echo"));

    @RegisterExtension
    private final Loopback loopback = new Loopback();

    /** One traced frame as text: direction, stream, type, flags, length, data. */
    private static final class Seen implements FrameTrace {
        private final BlockingQueue<String> frames = new LinkedBlockingQueue<>();

        @Override
        public void frame(Direction direction, int streamId, int type, int flags, long length, ByteBuffer data) {
            assertThat(data.isReadOnly()).isTrue();
            byte[] bytes = new byte[data.remaining()];
            data.get(bytes);
            frames.add(direction + " " + streamId + " " + type + " " + flags + " " + length + " "
                    + HexFormat.of().formatHex(bytes));
        }
    }

    @Test
    void bothSidesSeeEachFrameOfAStreamInItsOrder() throws Exception {
        Seen atServer = new Seen();
        Seen atClient = new Seen();
        InProcessListener listener = loopback.serve(builder -> builder.trace(atServer), Streams.service());
        TtrpcChannel channel =
                TtrpcChannel.builder(listener.connect()).trace(atClient).build();
        loopback.after(channel::shutdownNow);
        Events<StringValue> replies = new Events<>();
        StreamObserver<StringValue> requests =
                ClientCalls.asyncBidiStreamingCall(channel.newCall(Streams.ECHO, CallOptions.DEFAULT), replies);
        requests.onNext(StringValue.of("x"));
        replies.next();
        requests.onCompleted();
        replies.end(Status.Code.OK);

        String opening = " 1 1 6 " + TARGET.length() / 2 + " " + TARGET;
        assertThat(atClient.frames)
                .containsExactly(
                        "SENT" + opening,
                        "SENT 1 3 0 3 0a0178",
                        "RECEIVED 1 3 0 3 0a0178",
                        "SENT 1 3 5 0 ",
                        "RECEIVED 1 3 5 0 ");
        assertThat(atServer.frames)
                .containsExactly(
                        "RECEIVED" + opening,
                        "RECEIVED 1 3 0 3 0a0178",
                        "SENT 1 3 0 3 0a0178",
                        "RECEIVED 1 3 5 0 ",
                        "SENT 1 3 5 0 ");
    }

    @Test
    void aSkippedFrameIsSeenWithItsLengthAndWithoutItsData() throws Exception {
        Seen seen = new Seen();
        RawPeer client = loopback.raw(loopback.serve(builder -> builder.trace(seen), Echo.parrot()));

        client.send(RawPeer.frame(Frame.MAX_DATA + 1, 1, Frame.REQUEST, 0xef, new byte[Frame.MAX_DATA + 1]));
        Status status = client.receiveStatus(1).status();

        assertThat(status.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(seen.frames.take()).isEqualTo("RECEIVED 1 1 239 4194305 ");
        assertThat(seen.frames.take()).startsWith("SENT 1 2 0 ");
    }

    @Test
    void framesOfNoKnownTypeAreSeenToo() throws Exception {
        Seen seen = new Seen();
        Pipes pipes = Pipes.open(new Endpoint.Other("sim", ""));
        RawPeer.at(pipes.server()).send(RawPeer.frame(1, -1, 200, 255, (byte) 7));

        new FrameReader(pipes.client(), seen).next();

        assertThat(seen.frames).containsExactly("RECEIVED -1 200 255 1 07");
    }
}
