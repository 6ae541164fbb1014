// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.grpc;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2Error;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Looks for GOAWAY among the frames of HTTP/2 that a peer sends (RFC 9113, sections 4.1 and 6.8). Of one thread. */
final class Goodbyes {
    private static final int HEADER = 9;

    private static final int TYPE = 3;

    private static final int GOAWAY = 7;

    /** The last stream, and the error code behind it. */
    private static final int FIXED = 8;

    private static final int CODE = 4;

    /** How much is kept of a text that goes with it. */
    private static final int TEXT = 1024;

    private final ByteBuf header = Unpooled.buffer(HEADER, HEADER);
    private final ByteBuf kept = Unpooled.buffer(0, FIXED + TEXT);
    private int left;

    /** What the peer says with a goodbye that ends in these bytes; null where none does. They stay unread. */
    @Nullable
    String read(ByteBuf bytes) {
        ByteBuf rest = bytes.duplicate();
        String said = null;
        while (rest.isReadable()) {
            if (header.isWritable()) {
                rest.readBytes(header, Math.min(rest.readableBytes(), header.writableBytes()));
                if (header.isWritable()) {
                    break;
                }
                left = header.getUnsignedMedium(0);
            }
            int here = Math.min(left, rest.readableBytes());
            if (isGoodbye()) {
                kept.writeBytes(rest, rest.readerIndex(), Math.min(here, kept.maxWritableBytes()));
            }
            rest.skipBytes(here);
            left -= here;
            if (left == 0) {
                if (isGoodbye() && kept.readableBytes() >= FIXED) {
                    said = words();
                }
                kept.clear();
                header.clear();
            }
        }
        return said;
    }

    private boolean isGoodbye() {
        return header.getByte(TYPE) == GOAWAY;
    }

    private String words() {
        long code = kept.getUnsignedInt(CODE);
        Http2Error known = Http2Error.valueOf(code);
        String text = kept.toString(FIXED, kept.readableBytes() - FIXED, StandardCharsets.UTF_8);
        return "the peer takes no more calls (GOAWAY, " + (known == null ? "error code " + code : known) + ")"
                + (text.isEmpty() ? "" : ": " + text);
    }
}
