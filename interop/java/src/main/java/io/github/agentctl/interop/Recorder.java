// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.interop;

import io.github.agentctl.ttrpc.FrameTrace;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/** Writes a line a frame: "in" (from the client) or "out", a tab, the frame in hex. A frame over the limit is left out. */
record Recorder(PrintWriter out) implements FrameTrace {
    private static final int HEADER = 10;

    Recorder(String file) throws IOException {
        this(new PrintWriter(Files.newBufferedWriter(Path.of(file), StandardCharsets.US_ASCII), true));
    }

    @Override
    public void frame(Direction direction, int streamId, int type, int flags, long length, ByteBuffer data) {
        if (data.remaining() == length) {
            ByteBuffer frame = ByteBuffer.allocate(HEADER + data.remaining())
                    .putInt(data.remaining())
                    .putInt(streamId)
                    .put((byte) type)
                    .put((byte) flags)
                    .put(data);
            out.println((direction == Direction.RECEIVED ? "in" : "out") + "\t"
                    + HexFormat.of().formatHex(frame.array()));
        }
    }
}
