// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;

/**
 * A response as the peer sent it. The payload lies in {@code data} from {@code offset}.
 *
 * @param status the google.rpc.Status as bytes; empty for OK, whether it was absent or empty
 */
@SuppressWarnings("ArrayRecordComponent") // Carried, never compared.
record ResponseEnvelope(byte[] status, byte[] data, int offset, int length) {
    private static final byte[] OK = {};

    /** Reads the envelope; the payload is not looked at.
     *
     * @throws IOException when the bytes are no response */
    static ResponseEnvelope parse(byte[] data) throws IOException {
        int start = usualPayload(data);
        return start > 0 ? new ResponseEnvelope(OK, data, start, data.length - start) : parseAny(data);
    }

    /**
     * Where the payload begins in what nearly every response is: a status that is absent, as Go's servers have it, or
     * empty, as Rust's, then the payload, then nothing; 0 where it is something else.
     */
    private static int usualPayload(byte[] data) {
        int at = data.length > 2 && data[0] == 0x0a && data[1] == 0 ? 2 : 0;
        if (at == data.length || data[at++] != 0x12) {
            return 0;
        }
        int length = 0;
        for (int shift = 0; shift < 28 && at < data.length; shift += 7) {
            byte part = data[at++];
            length |= (part & 0x7f) << shift;
            if (part >= 0) {
                return length == data.length - at ? at : 0;
            }
        }
        return 0;
    }

    private static ResponseEnvelope parseAny(byte[] data) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(data);
        byte[] status = OK;
        int offset = 0;
        int length = 0;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag) {
                case 1 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED -> status = in.readByteArray();
                case 2 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED -> {
                    length = in.readRawVarint32();
                    offset = in.getTotalBytesRead();
                    in.skipRawBytes(length);
                }
                default -> in.skipField(tag);
            }
        }
        return new ResponseEnvelope(status, data, offset, length);
    }
}
