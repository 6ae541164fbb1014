// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes each frame to the log {@code io.github.agentctl.ttrpc.frames}, at level trace, with its data in hex. */
final class FrameLog implements FrameTrace {
    private static final Logger LOG = LoggerFactory.getLogger("io.github.agentctl.ttrpc.frames");

    /** More of a frame's data is left out: a log is for reading. */
    private static final int SHOWN = 256;

    private FrameLog() {}

    /** The log, where somebody reads it; else null. */
    static @Nullable FrameTrace orNull() {
        return LOG.isTraceEnabled() ? new FrameLog() : null;
    }

    @Override
    public void frame(Direction direction, int streamId, int type, int flags, long length, ByteBuffer data) {
        byte[] shown = new byte[Math.min(SHOWN, data.remaining())];
        data.get(shown);
        LOG.trace(
                "{} stream {} type {} flags {} length {}: {}{}",
                direction == Direction.SENT ? "->" : "<-",
                Integer.toUnsignedString(streamId),
                type,
                flags,
                length,
                HexFormat.of().formatHex(shown),
                data.hasRemaining() ? "..." : "");
    }
}
