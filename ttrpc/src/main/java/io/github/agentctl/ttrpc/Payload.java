// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import io.grpc.KnownLength;
import io.grpc.MethodDescriptor.Marshaller;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

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

    /** Writes the field; an empty message is left out. Where the next field begins. */
    int putField(int field, byte[] target, int at) throws IOException {
        return size == 0 ? at : put(target, Wire.putHead(field, size, target, at));
    }

    /** Writes the message alone; where it ends. Once: it is then used up. */
    int put(byte[] target, int at) throws IOException {
        // Of grpc's own streams one read of all that they have writes the message right into the array.
        int written = message.readNBytes(target, at, size);
        if (written < size || message.read() >= 0) {
            throw new InaccurateException(size);
        }
        return at + size;
    }

    /** A message that is not as long as its marshaller said. */
    static final class InaccurateException extends IOException {
        private static final long serialVersionUID = 1L;

        InaccurateException(int size) {
            super("the marshaller gave other than the " + size + " bytes that it spoke of");
        }
    }

    /** Lets grpc's protobuf marshaller size its buffer once. */
    private static final class Bytes extends ByteArrayInputStream implements KnownLength {
        Bytes(byte[] data, int offset, int length) {
            super(data, offset, length);
        }
    }
}
