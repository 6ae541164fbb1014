// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import com.google.protobuf.CodedInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** What can be seen of a call in the frame of its answer. */
final class ResponseFrame {
    private static final int TYPE_AT = 8;
    private static final int RESPONSE = 2;
    private static final int STATUS_FIELD = 1 << 3 | 2;
    private static final int MESSAGE_FIELD = 2 << 3 | 2;

    private ResponseFrame() {}

    /** The message of a failure; empty where the bytes are no whole answer, or one without a message. */
    static Optional<String> message(ByteBuffer frame) throws IOException {
        boolean whole = frame.remaining() >= FramePosition.HEADER
                && frame.getInt(0) == frame.remaining() - FramePosition.HEADER
                && frame.get(TYPE_AT) == RESPONSE;
        if (!whole) {
            return Optional.empty();
        }
        CodedInputStream data = CodedInputStream.newInstance(
                frame.slice(FramePosition.HEADER, frame.remaining() - FramePosition.HEADER));
        if (data.readTag() != STATUS_FIELD) {
            return Optional.empty();
        }
        CodedInputStream status = CodedInputStream.newInstance(data.readByteArray());
        for (int tag = status.readTag(); tag != 0; tag = status.readTag()) {
            if (tag == MESSAGE_FIELD) {
                return Optional.of(status.readString());
            }
            status.skipField(tag);
        }
        return Optional.empty();
    }
}
