// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import com.google.protobuf.CodedOutputStream;
import io.grpc.Status;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * A fault that happens to the bytes of one answer.
 *
 * @param effect what happens
 * @param heldBack how long the answer is held back
 * @param response the answer that there would be: a {@code Response} of ttrpc with a status (1) and a payload (2)
 */
record WireFault(FaultEffect effect, Duration heldBack, ByteBuffer response) {
    private static final int HEADER = 10;
    private static final byte RESPONSE = 2;
    private static final int LARGEST = 4 << 20;
    private static final int STATUS = 1;
    private static final int PAYLOAD = 2;

    /** A response that is never sent. */
    static ByteBuffer nothing() {
        return ByteBuffer.allocate(0);
    }

    static ByteBuffer response(InputStream payload) {
        try (payload) {
            byte[] bytes = payload.readAllBytes();
            int size = CodedOutputStream.computeByteArraySize(STATUS, new byte[0])
                    + CodedOutputStream.computeByteArraySize(PAYLOAD, bytes);
            ByteBuffer response = ByteBuffer.allocate(size);
            CodedOutputStream out = CodedOutputStream.newInstance(response.array());
            out.writeByteArray(STATUS, new byte[0]);
            out.writeByteArray(PAYLOAD, bytes);
            out.flush();
            return response;
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
    }

    static ByteBuffer response(Status status) {
        String message = status.getDescription() == null ? "" : status.getDescription();
        int code = status.getCode().value();
        int inner = CodedOutputStream.computeInt32Size(1, code) + CodedOutputStream.computeStringSize(2, message);
        int size = CodedOutputStream.computeTagSize(STATUS) + CodedOutputStream.computeUInt32SizeNoTag(inner) + inner;
        ByteBuffer response = ByteBuffer.allocate(size);
        CodedOutputStream out = CodedOutputStream.newInstance(response.array());
        try {
            out.writeTag(STATUS, 2);
            out.writeUInt32NoTag(inner);
            out.writeInt32(1, code);
            out.writeString(2, message);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return response;
    }

    /** What goes out instead of the answer on this stream. */
    ByteBuffer bytes(int streamId) {
        if (effect instanceof FaultEffect.Oversize) {
            return frame(streamId, LARGEST + 1, ByteBuffer.allocate(LARGEST + 1));
        }
        int length = response.remaining();
        if (effect instanceof FaultEffect.Truncate) {
            return frame(streamId, length, response.duplicate().limit(length / 2));
        }
        return frame(streamId, length, response.duplicate());
    }

    /** Whether nothing can come after {@link #bytes}. */
    boolean ends() {
        return effect instanceof FaultEffect.Close || effect instanceof FaultEffect.Truncate;
    }

    private static ByteBuffer frame(int streamId, int announced, ByteBuffer data) {
        ByteBuffer frame = ByteBuffer.allocate(HEADER + data.remaining());
        frame.putInt(announced).putInt(streamId).put(RESPONSE).put((byte) 0).put(data);
        return frame.flip();
    }
}
