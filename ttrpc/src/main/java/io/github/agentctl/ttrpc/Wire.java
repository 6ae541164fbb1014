// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the two envelopes of ttrpc as whole frames: {@code Request} (service = 1, method = 2, payload = 3,
 * timeout_nano = 4, metadata = 5) and {@code Response} (status = 1, payload = 2). By hand, so that a message is copied
 * once, into the array that goes to the kernel.
 */
final class Wire {
    private Wire() {}

    /** One value of one key of the metadata. */
    record Pair(String key, String value) {}

    /** A request frame.
     *
     * @param timeoutNanos time left; 0 for no limit */
    static byte[] request(
            int streamId, int flags, byte[] target, Payload payload, long timeoutNanos, List<Pair> metadata)
            throws IOException {
        long size = target.length + payload.fieldSize(3);
        if (timeoutNanos != 0) {
            size += CodedOutputStream.computeInt64Size(4, timeoutNanos);
        }
        // Nearly always there is none, and then no iterator either.
        for (int i = 0; i < metadata.size(); i++) {
            size += fieldSize(5, pairSize(metadata.get(i)));
        }
        byte[] frame = frame(streamId, Frame.REQUEST, flags, size);
        int at = put(frame, Frame.HEADER, target);
        at = payload.putField(3, frame, at);
        if (at < frame.length) {
            writeRest(CodedOutputStream.newInstance(frame, at, frame.length - at), timeoutNanos, metadata);
        }
        return frame;
    }

    private static void writeRest(CodedOutputStream out, long timeoutNanos, List<Pair> metadata) throws IOException {
        if (timeoutNanos != 0) {
            out.writeInt64(4, timeoutNanos);
        }
        for (Pair pair : metadata) {
            out.writeTag(5, 2);
            out.writeUInt32NoTag(pairSize(pair));
            out.writeString(1, pair.key());
            if (!pair.value().isEmpty()) {
                out.writeString(2, pair.value());
            }
        }
        out.checkNoSpaceLeft();
    }

    /** Fields 1 and 2 of a request: they are the same for every call of a method. */
    static byte[] target(String service, String method) {
        byte[] target = new byte
                [CodedOutputStream.computeStringSize(1, service) + CodedOutputStream.computeStringSize(2, method)];
        CodedOutputStream out = CodedOutputStream.newInstance(target);
        try {
            out.writeString(1, service);
            out.writeString(2, method);
        } catch (IOException e) {
            throw new UncheckedIOException("an array cannot be full by its own count", e);
        }
        return target;
    }

    /**
     * A response frame.
     *
     * @param status a google.rpc.Status as bytes; empty for OK, which is then written as an empty status: peers take an
     *     absent one for the same
     * @param payload null where the status is an error
     */
    static byte[] response(int streamId, byte[] status, @Nullable Payload payload) throws IOException {
        long size = fieldSize(1, status.length) + (payload == null ? 0 : payload.fieldSize(2));
        byte[] frame = frame(streamId, Frame.RESPONSE, 0, size);
        int at = put(frame, putHead(1, status.length, frame, Frame.HEADER), status);
        if (payload != null) {
            payload.putField(2, frame, at);
        }
        return frame;
    }

    /** A data frame that carries a message. */
    static byte[] message(int streamId, Payload payload) throws IOException {
        byte[] frame = frame(streamId, Frame.DATA, 0, payload.size());
        payload.put(frame, Frame.HEADER);
        return frame;
    }

    /** The data frame that says nothing more comes. Of its own, for some peers refuse a last message that says it too. */
    static byte[] end(int streamId) throws IOException {
        return frame(streamId, Frame.DATA, Frame.REMOTE_CLOSED | Frame.NO_DATA, 0);
    }

    /** An envelope that no frame can carry. */
    static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1L;

        TooLargeException(long size, long limit) {
            super("a message of " + size + " bytes is over the limit of " + limit);
        }
    }

    static long fieldSize(int field, int length) {
        return CodedOutputStream.computeTagSize(field)
                + CodedOutputStream.computeUInt32SizeNoTag(length)
                + (long) length;
    }

    /** Writes what stands before a field's bytes; where they begin. */
    static int putHead(int field, int length, byte[] target, int at) {
        int next = at;
        target[next++] = (byte) (field << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED);
        int left = length;
        while (left >= 0x80) {
            target[next++] = (byte) (left | 0x80);
            left >>>= 7;
        }
        target[next++] = (byte) left;
        return next;
    }

    private static int put(byte[] target, int at, byte[] bytes) {
        System.arraycopy(bytes, 0, target, at, bytes.length);
        return at + bytes.length;
    }

    private static int pairSize(Pair pair) {
        int key = CodedOutputStream.computeStringSize(1, pair.key());
        return pair.value().isEmpty() ? key : key + CodedOutputStream.computeStringSize(2, pair.value());
    }

    /** Gives a frame to this stream. */
    static void putStreamId(byte[] frame, int streamId) {
        putInt(frame, 4, streamId);
    }

    private static byte[] frame(int streamId, int type, int flags, long size) throws TooLargeException {
        if (size > Frame.MAX_DATA) {
            throw new TooLargeException(size, Frame.MAX_DATA);
        }
        byte[] frame = new byte[Frame.HEADER + (int) size];
        putInt(frame, 0, (int) size);
        putStreamId(frame, streamId);
        frame[8] = (byte) type;
        frame[9] = (byte) flags;
        return frame;
    }

    private static void putInt(byte[] target, int at, int value) {
        target[at] = (byte) (value >>> 24);
        target[at + 1] = (byte) (value >>> 16);
        target[at + 2] = (byte) (value >>> 8);
        target[at + 3] = (byte) value;
    }
}
