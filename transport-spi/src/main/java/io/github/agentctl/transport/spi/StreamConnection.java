// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.spi;

import io.github.agentctl.api.transport.Endpoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;

/**
 * A connection that reads and writes through the streams of its channel's socket. For channels whose own reads and
 * writes close them on an interrupt even in non-blocking mode, as junixsocket's do while its streams do not.
 *
 * <p>What the streams must do while the channel is in non-blocking mode: a read gives 0 when nothing is there, and a
 * write of 32 KiB does not block after the selector said writable. Heap buffers are not copied where one is enough.
 */
public class StreamConnection extends SelectorConnection {
    /** A Unix socket is writable while three quarters of its buffer are free; this is well below. */
    private static final int MOST_AT_ONCE = 32 << 10;

    private final InputStream in;
    private final OutputStream out;
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
        if (!mayWrite() || !source.hasRemaining()) {
            return 0;
        }
        return source.hasArray() ? writeFromArray(source) : writeStaged(stage(source, 0));
    }

    @Override
    public final long write(ByteBuffer[] sources, int offset, int length) throws IOException {
        int first = offset;
        while (first < offset + length && !sources[first].hasRemaining()) {
            first++;
        }
        if (first == offset + length || !mayWrite()) {
            return 0;
        }
        ByteBuffer source = sources[first];
        if (source.hasArray() && (first + 1 == offset + length || source.remaining() >= MOST_AT_ONCE)) {
            return writeFromArray(source);
        }
        int staged = 0;
        for (int i = first; i < offset + length && staged < MOST_AT_ONCE; i++) {
            staged = stage(sources[i], staged);
        }
        return writeStaged(staged);
    }

    private boolean mayWrite() throws IOException {
        if (!isOpen()) {
            throw new ClosedChannelException();
        }
        if (isOutputEnded()) {
            throw new IOException("the output of the connection to " + endpoint() + " is shut down");
        }
        return isWritable();
    }

    private int writeFromArray(ByteBuffer source) throws IOException {
        int size = Math.min(source.remaining(), MOST_AT_ONCE);
        write(source.array(), source.arrayOffset() + source.position(), size);
        source.position(source.position() + size);
        return size;
    }

    private int stage(ByteBuffer source, int staged) {
        if (outStaging.length == 0) {
            outStaging = new byte[MOST_AT_ONCE];
        }
        int size = Math.min(source.remaining(), outStaging.length - staged);
        source.get(outStaging, staged, size);
        return staged + size;
    }

    private int writeStaged(int size) throws IOException {
        write(outStaging, 0, size);
        return size;
    }

    private void write(byte[] bytes, int offset, int size) throws IOException {
        try {
            out.write(bytes, offset, size);
        } catch (IOException e) {
            throw failure(e);
        }
    }
}
