// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import io.github.agentctl.api.transport.Connection;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts what a connection gives into frames, without ever blocking. One thread at a time.
 *
 * <p>Memory follows what has arrived, not what a header announces: the data of a frame starts at {@link #FIRST_PIECE}
 * bytes and doubles as it fills.
 */
final class FrameReader {
    private static final int BUFFER = 64 << 10;
    private static final int FIRST_PIECE = 64 << 10;
    private static final byte[] NO_DATA = {};

    /** {@code "PRI "}, read as a length. */
    private static final long PREFACE = 0x50524920;

    /** The type of a frame of settings in HTTP/2. */
    private static final int SETTINGS = 4;

    private final Connection connection;
    private final @Nullable FrameTrace trace;
    private final FrameRoom.Share room;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).limit(0);

    // The frame under way; data is null between frames.
    private byte @Nullable [] data;
    private int filled;
    private long length;
    private int streamId;
    private int type;
    private int flags;
    private boolean first = true;

    /** There is no room for the data: it is skipped. */
    private boolean skipped;

    /** @param trace sees each frame; null for none */
    FrameReader(Connection connection, @Nullable FrameTrace trace) {
        this(connection, trace, FrameRoom.unlimited());
    }

    /**
     * @param trace sees each frame; null for none
     * @param room for the data of a large frame beyond {@link #FIRST_PIECE}, until the next is asked for; where it is full,
     *     the frame is skipped
     */
    FrameReader(Connection connection, @Nullable FrameTrace trace, FrameRoom room) {
        this.connection = connection;
        this.trace = trace;
        this.room = room.share(connection::close);
    }

    /**
     * The next frame; null when more bytes are needed than are there now.
     *
     * @throws EOFException when the peer has closed; the message says whether in the middle of a frame
     */
    @Nullable
    Frame next() throws IOException {
        while (true) {
            Frame frame = here();
            if (frame != null) {
                return frame;
            }
            if (data == null ? !fill() : !fillOrReadThrough()) {
                return null;
            }
        }
    }

    /** The next frame where all of it has come already; null where the connection has to be asked. */
    @Nullable
    Frame here() throws NoTtrpcException {
        if (data == null) {
            release();
            if (!readHeader()) {
                return null;
            }
        }
        Frame frame = skipped ? skipData() : takeData();
        if (frame != null) {
            data = null;
            if (trace != null) {
                show(trace, frame);
            }
        }
        return frame;
    }

    /** A header that no ttrpc peer sends. */
    static final class NoTtrpcException extends IOException {
        private static final long serialVersionUID = 1L;

        private final boolean http2;

        NoTtrpcException(byte[] header, boolean http2) {
            super((http2 ? "the peer speaks HTTP/2, as gRPC does" : "the peer does not seem to speak ttrpc")
                    + Hex.beginning(header));
            this.http2 = http2;
        }

        /** Whether it is the greeting of HTTP/2. */
        boolean isHttp2() {
            return http2;
        }
    }

    /** How much memory the frame under way has, whatever its header announced. */
    int held() {
        return data == null ? 0 : data.length;
    }

    /** What the frame under way has of the room is free; nothing more is read of it. */
    void release() {
        room.release();
    }

    private void show(FrameTrace target, Frame frame) {
        byte[] shown = frame instanceof Frame.Whole whole ? whole.data() : NO_DATA;
        target.frame(
                FrameTrace.Direction.RECEIVED,
                streamId,
                type,
                flags,
                length,
                ByteBuffer.wrap(shown).asReadOnlyBuffer());
    }

    private boolean readHeader() throws NoTtrpcException {
        if (buffer.remaining() < Frame.HEADER) {
            return false;
        }
        int start = buffer.position();
        length = Integer.toUnsignedLong(buffer.getInt());
        streamId = buffer.getInt();
        type = Byte.toUnsignedInt(buffer.get());
        flags = Byte.toUnsignedInt(buffer.get());
        filled = 0;
        boolean http2 = first && beginsHttp2();
        first = false;
        // Too long, and of no type: another protocol's text looks like this.
        if (http2 || (length > Frame.MAX_DATA && (type < Frame.REQUEST || type > Frame.DATA))) {
            throw new NoTtrpcException(Arrays.copyOfRange(buffer.array(), start, start + Frame.HEADER), http2);
        }
        skipped = length > Frame.MAX_DATA;
        boolean kept = length > 0 && !skipped;
        data = kept ? new byte[(int) Math.min(length, FIRST_PIECE)] : NO_DATA;
        return true;
    }

    /**
     * Whether this is what HTTP/2 begins with (RFC 9113, sections 3.4 and 4.1): a client with {@code PRI * HTTP/2.0}, a
     * server with a frame of settings. Of that a length of three bytes, the type 4, no flags and the stream 0 lie in the
     * place of a header of ours, which then has the type 0.
     */
    private boolean beginsHttp2() {
        boolean client = length == PREFACE;
        boolean server = (length & 0xff) == SETTINGS && streamId == 0 && type == 0;
        return client || server;
    }

    private @Nullable Frame skipData() {
        // Counted in length itself, so that a frame of 4 GiB costs nothing but time.
        long left = length - Integer.toUnsignedLong(filled);
        int step = (int) Math.min(left, buffer.remaining());
        buffer.position(buffer.position() + step);
        filled += step;
        return step == left ? new Frame.Oversized(streamId, type, length) : null;
    }

    private @Nullable Frame takeData() {
        int step = (int) Math.min(length - filled, buffer.remaining());
        byte[] target = data(filled + step);
        if (target == null) {
            return skipData();
        }
        buffer.get(target, filled, step);
        filled += step;
        return filled == length ? new Frame.Whole(streamId, type, flags, target) : null;
    }

    /** Where the data goes, at least as long; null where there is no room for it, and the frame is skipped from now on. */
    private byte @Nullable [] data(int needed) {
        byte[] target = data == null ? NO_DATA : data;
        if (needed > target.length) {
            int size = (int) Math.min(length, Math.max(needed, 2L * target.length));
            if (!room.tryTake(size - (long) target.length)) {
                release();
                data = NO_DATA;
                skipped = true;
                return null;
            }
            target = Arrays.copyOf(target, size);
            data = target;
        }
        return target;
    }

    /** Large data goes to its array without a stop in the buffer. */
    private boolean fillOrReadThrough() throws IOException {
        byte[] target = skipped || length - filled < BUFFER ? null : data(filled + 1);
        if (target == null) {
            return fill();
        }
        return count(connection.read(ByteBuffer.wrap(target, filled, target.length - filled)), true);
    }

    private boolean fill() throws IOException {
        buffer.compact();
        try {
            return count(connection.read(buffer), false);
        } finally {
            buffer.flip();
        }
    }

    private boolean count(int read, boolean through) throws IOException {
        if (read < 0) {
            boolean inFrame = data != null || (through ? buffer.hasRemaining() : buffer.position() > 0);
            throw new EOFException(
                    inFrame
                            ? "the peer closed the connection in the middle of a frame"
                            : "the peer closed the connection");
        }
        if (through) {
            filled += read;
        }
        return read > 0;
    }
}
