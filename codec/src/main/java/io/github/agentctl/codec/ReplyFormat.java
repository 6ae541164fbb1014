// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.codec;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/**
 * How a reply is written. All but {@link #RAW} write letters only and ends of line: control characters, line and
 * paragraph separators, marks that turn the direction of writing and invalid UTF-8 are escaped, since what an agent
 * sends must not act on a terminal. Thread-safe.
 */
public enum ReplyFormat {
    /** One line of JSON in proto field names; fields without presence at their default too, 64-bit numbers as strings. */
    JSON,
    /** The same, indented. */
    PRETTY,
    /** Lines {@code name: value}; bytes as the text they are. For people: its shape is no promise. */
    TEXT,
    /**
     * The bytes of a reply as they are: the data of ReadStdout, ReadStderr, GetIPTables, SetIPTables and
     * GetDiagnosticData and the text of GetMetrics, without an end of line. Any other reply is written as {@link #JSON}.
     */
    RAW;

    private static final Set<String> TEXT_REPLIES = Set.of("grpc.Metrics", "grpc.GetDiagnosticDataResponse");

    /**
     * Writes a reply, of less than 64 KiB in one write, and does not flush.
     *
     * @throws IOException when {@code out} does
     */
    public void write(Message reply, OutputStream out) throws IOException {
        switch (this) {
            case JSON -> MessageJson.write(reply, false, out);
            case PRETTY -> MessageJson.write(reply, true, out);
            case TEXT -> out.write(utf8(MessageText.of(reply)));
            case RAW -> raw(reply, out);
        }
    }

    private static void raw(Message reply, OutputStream out) throws IOException {
        List<FieldDescriptor> fields = reply.getDescriptorForType().getFields();
        Object value = fields.size() == 1 ? reply.getField(fields.get(0)) : null;
        if (value instanceof ByteString bytes) {
            bytes.writeTo(out);
        } else if (value instanceof String text
                && TEXT_REPLIES.contains(reply.getDescriptorForType().getFullName())) {
            out.write(utf8(text));
        } else {
            MessageJson.write(reply, false, out);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
