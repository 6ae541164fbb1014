// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.spi;

import io.github.agentctl.api.transport.Endpoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;

/**
 * A connection that reads and writes through the streams of its channel's socket. For channels whose own reads and
 * writes close them on an interrupt even in non-blocking mode, as junixsocket's do while its streams do not.
 *
 * <p>What the streams must do while the channel is in non-blocking mode: a read gives 0 when nothing is there, and a
 * write that not all fits into ends with an {@link java.io.InterruptedIOException} on an interrupted thread, which says
 * how much did. Heap buffers are not copied where one is enough.
 */
public class StreamConnection extends SelectorConnection {
    private static final int MOST_AT_ONCE = 32 << 10;

    private final InputStream in;
    private final OutputStream out;
    private final PartialWriter writer = new PartialWriter();
    private byte[] inStaging = {};
    private byte[] outStaging = {};

    /** As {@link SelectorConnection#SelectorConnection}. */
    public StreamConnection(Endpoint endpoint, SocketChannel channel) throws IOException {
        super(endpoint, channel);
        try {
            in = channel.socket().getInputStream();
            out = channel.socket().getOutputStream();
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    @Override
    public final int read(ByteBuffer target) throws IOException {
        if (!isOpen()) {
            throw new ClosedChannelException();
        }
        if (!target.hasRemaining()) {
            return 0;
        }
        try {
            return target.hasArray() ? readIntoArray(target) : readByCopy(target);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private int readIntoArray(ByteBuffer target) throws IOException {
        int read = in.read(target.array(), target.arrayOffset() + target.position(), target.remaining());
        if (read > 0) {
            target.position(target.position() + read);
        }
        return read;
    }

    private int readByCopy(ByteBuffer target) throws IOException {
        if (inStaging.length == 0) {
            inStaging = new byte[MOST_AT_ONCE];
        }
        int read = in.read(inStaging, 0, Math.min(target.remaining(), inStaging.length));
        if (read > 0) {
            target.put(inStaging, 0, read);
        }
        return read;
    }

    @Override
    public final int write(ByteBuffer source) throws IOException {
        requireMayWrite();
        if (!source.hasRemaining()) {
            return 0;
        }
        if (source.hasArray()) {
            return writeFromArray(source);
        }
        int written = write(staging(), 0, stage(source, 0));
        source.position(source.position() + written);
        return written;
    }

    @Override
    public final long write(ByteBuffer[] sources, int offset, int length) throws IOException {
        requireMayWrite();
        int end = offset + length;
        int first = offset;
        while (first < end && !sources[first].hasRemaining()) {
            first++;
        }
        if (first == end) {
            return 0;
        }
        ByteBuffer source = sources[first];
        if (source.hasArray() && (first + 1 == end || source.remaining() >= MOST_AT_ONCE)) {
            return writeFromArray(source);
        }
        int staged = 0;
        for (int i = first; i < end && staged < MOST_AT_ONCE; i++) {
            staged = stage(sources[i], staged);
        }
        int written = write(staging(), 0, staged);
        int left = written;
        for (int i = first; left > 0; i++) {
            int taken = Math.min(sources[i].remaining(), left);
            sources[i].position(sources[i].position() + taken);
            left -= taken;
        }
        return written;
    }

    private void requireMayWrite() throws IOException {
        if (!isOpen()) {
            throw new ClosedChannelException();
        }
        if (isOutputEnded()) {
            throw new IOException("the output of the connection to " + endpoint() + " is shut down");
        }
    }

    private int writeFromArray(ByteBuffer source) throws IOException {
        int size = Math.min(source.remaining(), MOST_AT_ONCE);
        int written = write(source.array(), source.arrayOffset() + source.position(), size);
        source.position(source.position() + written);
        return written;
    }

    private byte[] staging() {
        if (outStaging.length == 0) {
            outStaging = new byte[MOST_AT_ONCE];
        }
        return outStaging;
    }

    /** Copies after what is staged already, and gives how much is staged then. The source stays as it is. */
    private int stage(ByteBuffer source, int staged) {
        int size = Math.min(source.remaining(), MOST_AT_ONCE - staged);
        source.get(source.position(), staging(), staged, size);
        return staged + size;
    }

    private int write(byte[] bytes, int offset, int size) throws IOException {
        try {
            return fitsWhenWritable() ? writeWhenWritable(bytes, offset, size) : writer.write(out, bytes, offset, size);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private int writeWhenWritable(byte[] bytes, int offset, int size) throws IOException {
        if (!isWritable()) {
            return 0;
        }
        try {
            out.write(bytes, offset, size);
            return size;
        } catch (InterruptedIOException e) {
            return e.bytesTransferred;
        }
    }

    @Override
    protected final void afterClose() {
        writer.close();
    }

    /**
     * Whether 32 KiB fit once a selector says that the socket is writable. Then the caller's own thread writes; else one
     * beside it does, which costs two changes of thread a write. False here; a subclass for such sockets says so.
     */
    protected boolean fitsWhenWritable() {
        return false;
    }
}
