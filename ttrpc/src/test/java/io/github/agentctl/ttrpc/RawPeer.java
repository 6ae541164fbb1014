// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import com.google.protobuf.StringValue;
import io.github.agentctl.api.transport.Connection;
import io.grpc.Deadline;
import io.grpc.protobuf.ProtoUtils;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A peer that speaks in bytes, so that it can say what no proper peer would. */
record RawPeer(Connection connection) implements AutoCloseable {
    static RawPeer at(Connection connection) {
        return new RawPeer(connection);
    }

    static byte[] frame(int length, int streamId, int type, int flags, byte... data) {
        return ByteBuffer.allocate(Frame.HEADER + data.length)
                .putInt(length)
                .putInt(streamId)
                .put((byte) type)
                .put((byte) flags)
                .put(data)
                .array();
    }

    static byte[] frame(int streamId, int type, byte... data) {
        return frame(data.length, streamId, type, 0, data);
    }

    /** A data frame with these flags. */
    static byte[] data(int streamId, int flags, byte... data) {
        return frame(data.length, streamId, Frame.DATA, flags, data);
    }

    /** A request to {@link Echo}. */
    static byte[] echo(int id, String text, long timeoutNanos) {
        try {
            Payload payload = Payload.of(ProtoUtils.marshaller(StringValue.getDefaultInstance()), StringValue.of(text));
            return Wire.request(id, 0, Wire.target("test.Echo", "Say"), payload, timeoutNanos, List.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    void send(byte... bytes) {
        try {
            ByteBuffer source = ByteBuffer.wrap(bytes);
            Deadline limit = limit();
            while (source.hasRemaining()) {
                if (limit.isExpired()) {
                    throw new AssertionError(source.remaining() + " bytes were not taken");
                }
                if (connection.write(source) == 0) {
                    connection.awaitWritable(limit);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next frame the other side sends, within ten seconds. */
    Frame.Whole receive() {
        byte[] header = read(Frame.HEADER);
        ByteBuffer fields = ByteBuffer.wrap(header);
        int length = fields.getInt();
        return new Frame.Whole(fields.getInt(), fields.get(), fields.get(), read(length));
    }

    Statuses.Received receiveStatus(int streamId) throws IOException {
        Frame.Whole frame = receive();
        if (frame.streamId() != streamId || frame.type() != Frame.RESPONSE) {
            throw new AssertionError("not a response on stream " + streamId + ": " + frame);
        }
        return Statuses.parse(ResponseEnvelope.parse(frame.data()).status());
    }

    byte[] read(int count) {
        Deadline limit = limit();
        ByteBuffer target = ByteBuffer.allocate(count);
        try {
            while (target.hasRemaining()) {
                int read = connection.read(target);
                if (read < 0) {
                    throw new EOFException("end of stream after " + target.position() + " bytes");
                }
                if (limit.isExpired()) {
                    throw new AssertionError("only " + target.position() + " of " + count + " bytes came");
                }
                if (read == 0) {
                    connection.awaitReadable(limit);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return target.array();
    }

    private static Deadline limit() {
        return Deadline.after(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        connection.close();
    }
}
