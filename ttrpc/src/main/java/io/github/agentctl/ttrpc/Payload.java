// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import com.google.protobuf.CodedOutputStream;
import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor.Marshaller;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A message between a grpc marshaller and the envelope's payload field. */
final class Payload {
    /** Nothing: on the wire an absent field. */
    static final Payload EMPTY = new Payload(InputStream.nullInputStream(), 0);

    private final InputStream message;
    private final int size;

    private Payload(InputStream message, int size) {
        this.message = message;
        this.size = size;
    }

    /** What is to be sent.
     *
     * @throws IOException when the marshaller's stream fails */
    static <T> Payload of(Marshaller<T> marshaller, T message) throws IOException {
        InputStream stream = marshaller.stream(message);
        if (stream instanceof KnownLength) {
            return new Payload(stream, stream.available());
        }
        byte[] bytes = stream.readAllBytes();
        return new Payload(new ByteArrayInputStream(bytes), bytes.length);
    }

    /** Reads a message from part of an array. The marshaller may throw what it likes on bytes that are no message. */
    static <T> T parse(Marshaller<T> marshaller, byte[] data, int offset, int length) {
        return marshaller.parse(new Bytes(data, offset, length));
    }

    /** The message's own size in bytes. */
    int size() {
        return size;
    }

    /** The field's size on the wire; an empty message is left out. */
    long fieldSize(int field) {
        return size == 0 ? 0 : Wire.fieldSize(field, size);
    }

    void writeField(int field, CodedOutputStream out) throws IOException {
        if (size == 0) {
            return;
        }
        out.writeTag(field, 2);
        out.writeUInt32NoTag(size);
        write(out);
    }

    /** The message alone. */
    void write(CodedOutputStream out) throws IOException {
        OutputStream sink = new Sink(out);
        if (message instanceof Drainable drainable) {
            drainable.drainTo(sink);
        } else {
            message.transferTo(sink);
        }
    }

    private static final class Sink extends OutputStream {
        private final CodedOutputStream out;

        Sink(CodedOutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            out.write((byte) b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }
    }

    /** Lets grpc's protobuf marshaller size its buffer once. */
    private static final class Bytes extends ByteArrayInputStream implements KnownLength {
        Bytes(byte[] data, int offset, int length) {
            super(data, offset, length);
        }
    }
}
