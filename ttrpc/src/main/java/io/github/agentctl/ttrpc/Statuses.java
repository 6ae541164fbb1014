// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import io.grpc.Metadata;
import io.grpc.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A google.rpc.Status (code = 1, message = 2, details = 3) to grpc's status and trailers, and back. Details travel as
 * the whole google.rpc.Status in the trailer where grpc-java's {@code StatusProto} looks for it.
 */
final class Statuses {
    static final Metadata.Key<byte[]> DETAILS =
            Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);

    private static final byte[] OK = {};

    private Statuses() {}

    /** What came from the peer. */
    record Received(Status status, Metadata trailers) {}

    /** Reads a status.
     *
     * @throws IOException when the bytes are no google.rpc.Status */
    static Received parse(byte[] bytes) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(bytes);
        in.enableAliasing(true);
        long code = 0;
        String message = "";
        boolean details = false;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag) {
                case 1 << 3 | WireFormat.WIRETYPE_VARINT -> code = in.readInt64();
                case 2 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED -> message = Utf8.text(in.readBytes());
                case 3 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED -> {
                    details = true;
                    in.skipField(tag);
                }
                default -> in.skipField(tag);
            }
        }
        Metadata trailers = new Metadata();
        if (details) {
            trailers.put(DETAILS, bytes);
        }
        return new Received(status(code, message), trailers);
    }

    static Status oversized(Frame.Oversized frame) {
        String why = frame.length() > Frame.MAX_DATA
                ? " bytes is over the limit of " + Frame.MAX_DATA
                : " bytes finds no memory: too much is on its way from others";
        return Status.RESOURCE_EXHAUSTED.withDescription("a frame of " + frame.length() + why);
    }

    private static Status status(long code, String message) {
        if (code < 0 || code >= Status.Code.values().length) {
            // fromCodeValue would lose the number.
            return Status.UNKNOWN.withDescription(
                    "status code " + code + " of the peer is none of 0 to 16: " + message);
        }
        Status status = Status.fromCodeValue((int) code);
        return message.isEmpty() ? status : status.withDescription(message);
    }

    /**
     * The status as bytes; empty for OK. Code and message are the status's own; of the trailers only details are taken,
     * for they may be those of another call that was passed on.
     */
    static byte[] encode(Status status, @Nullable Metadata trailers) {
        if (status.isOk()) {
            return OK;
        }
        byte[] detailed = trailers == null ? null : trailers.get(DETAILS);
        List<ByteString> details = detailed == null ? List.of() : details(detailed);
        return encode(status.getCode().value(), status.getDescription(), details);
    }

    /** Each detail of a google.rpc.Status as bytes; none where it is none. */
    private static List<ByteString> details(byte[] detailed) {
        List<ByteString> details = new ArrayList<>();
        CodedInputStream in = CodedInputStream.newInstance(detailed);
        try {
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                if (tag == (3 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED)) {
                    details.add(in.readBytes());
                } else {
                    in.skipField(tag);
                }
            }
            return details;
        } catch (IOException e) {
            return List.of();
        }
    }

    private static byte[] encode(int code, @Nullable String description, List<ByteString> details) {
        String message = description == null ? "" : description;
        int size = CodedOutputStream.computeInt32Size(1, code);
        size += message.isEmpty() ? 0 : CodedOutputStream.computeStringSize(2, message);
        for (ByteString detail : details) {
            size += CodedOutputStream.computeBytesSize(3, detail);
        }
        byte[] bytes = new byte[size];
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            out.writeInt32(1, code);
            if (!message.isEmpty()) {
                out.writeString(2, message);
            }
            for (ByteString detail : details) {
                out.writeBytes(3, detail);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("an array cannot be full by its own count", e);
        }
        return bytes;
    }
}
