// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.github.agentctl.api.transport.Connection;
import io.grpc.Deadline;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Speaks ttrpc frames as they stand, one call at a time. */
record RawClient(Connection connection) implements AutoCloseable {
    private static final int HEADER = 10;

    /** What a response frame says; the code is 0 where there is no status. */
    record Response(int code, String message, ByteString payload) {
        static Response parse(byte[] data) throws IOException {
            Map<Integer, ByteString> response = fields(ByteString.copyFrom(data));
            CodedInputStream status = response.getOrDefault(1, ByteString.EMPTY).newCodedInput();
            int code = 0;
            String message = "";
            for (int tag = status.readTag(); tag != 0; tag = status.readTag()) {
                switch (WireFormat.getTagFieldNumber(tag)) {
                    case 1 -> code = status.readInt32();
                    case 2 -> message = status.readString();
                    default -> status.skipField(tag);
                }
            }
            return new Response(code, message, response.getOrDefault(2, ByteString.EMPTY));
        }
    }

    /** The fields of a message that are strings, bytes or messages, by number. */
    static Map<Integer, ByteString> fields(ByteString message) throws IOException {
        Map<Integer, ByteString> fields = new HashMap<>();
        CodedInputStream input = message.newCodedInput();
        for (int tag = input.readTag(); tag != 0; tag = input.readTag()) {
            if (WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
                fields.put(WireFormat.getTagFieldNumber(tag), input.readBytes());
            } else {
                input.skipField(tag);
            }
        }
        return fields;
    }

    Capture.Frame call(Capture.Frame request) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(HEADER + request.data().length);
        frame.putInt(request.data().length).putInt(request.streamId());
        frame.put((byte) request.type()).put((byte) request.flags()).put(request.data());
        frame.flip();
        Deadline soon = Deadline.after(20, TimeUnit.SECONDS);
        while (frame.hasRemaining()) {
            if (connection.write(frame) == 0) {
                connection.awaitWritable(soon);
            }
        }
        ByteBuffer header = read(HEADER, soon);
        int length = header.getInt();
        return new Capture.Frame(
                header.getInt(), header.get(), header.get(), read(length, soon).array());
    }

    private ByteBuffer read(int length, Deadline until) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            int count = connection.read(buffer);
            if (count < 0 || until.isExpired()) {
                throw new EOFException("no more than " + buffer.position() + " of " + length + " bytes came");
            }
            if (count == 0) {
                connection.awaitReadable(until);
            }
        }
        return buffer.flip();
    }

    @Override
    public void close() {
        connection.close();
    }
}
