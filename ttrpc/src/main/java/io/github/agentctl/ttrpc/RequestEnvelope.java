// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.github.agentctl.ttrpc.Wire.Pair;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A request as the peer sent it. The payload lies in {@code data} from {@code offset}.
 *
 * @param timeoutNanos the time the client gives the call; 0 for no limit, negative when it is over already
 */
@SuppressWarnings("ArrayRecordComponent") // Carried, never compared.
record RequestEnvelope(
        String service, String method, byte[] data, int offset, int length, long timeoutNanos, List<Pair> metadata) {

    /** A pair takes many times the memory of its bytes; no honest client has so many. */
    static final int MAX_PAIRS = 1024;

    /** In bytes. A longer name is nobody's; as text, and in the answer that nobody has it, it would take many times that. */
    static final int LONGEST_NAME = 1024;

    /** Metadata that no call needs. */
    static final class TooMuchMetadataException extends IOException {
        private static final long serialVersionUID = 1L;

        TooMuchMetadataException() {
            super("the metadata has more than " + MAX_PAIRS + " pairs");
        }
    }

    /** Reads the envelope; the payload is not looked at.
     *
     * @throws TooMuchMetadataException when there are more than {@link #MAX_PAIRS}
     * @throws IOException when the bytes are no request, or a name is longer than {@link #LONGEST_NAME} */
    static RequestEnvelope parse(byte[] data) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(data);
        String service = "";
        String method = "";
        int offset = 0;
        int length = 0;
        long timeout = 0;
        List<Pair> metadata = new ArrayList<>(0);
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag) {
                case 1 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED -> service = name(in, data);
                case 2 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED -> method = name(in, data);
                case 3 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED -> {
                    length = in.readRawVarint32();
                    offset = in.getTotalBytesRead();
                    in.skipRawBytes(length);
                }
                case 4 << 3 | WireFormat.WIRETYPE_VARINT -> timeout = in.readInt64();
                case 5 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED -> {
                    if (metadata.size() == MAX_PAIRS) {
                        throw new TooMuchMetadataException();
                    }
                    metadata.add(pair(in));
                }
                default -> in.skipField(tag);
            }
        }
        return new RequestEnvelope(service, method, data, offset, length, timeout, metadata);
    }

    private static String name(CodedInputStream in, byte[] data) throws IOException {
        int length = in.readRawVarint32();
        if (Integer.compareUnsigned(length, LONGEST_NAME) > 0) {
            throw new IOException("a name of " + Integer.toUnsignedString(length) + " bytes");
        }
        int from = in.getTotalBytesRead();
        in.skipRawBytes(length);
        return new String(data, from, length, StandardCharsets.UTF_8);
    }

    private static Pair pair(CodedInputStream in) throws IOException {
        int limit = in.pushLimit(in.readRawVarint32());
        String key = "";
        String value = "";
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag) {
                case 1 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED -> key = in.readString();
                case 2 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED -> value = in.readString();
                default -> in.skipField(tag);
            }
        }
        in.popLimit(limit);
        return new Pair(key, value);
    }
}
