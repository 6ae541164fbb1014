// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.spi;

import io.github.agentctl.api.transport.Endpoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * A connection that reads and writes through its channel, with one system call for several buffers. For channels whose
 * reads and writes survive an interrupt in non-blocking mode, as the JDK's do. A direct buffer that is read into or
 * written alone is not copied; how much memory the others take depends neither on their length nor on the threads.
 */
public class ChannelConnection extends SelectorConnection {
    /** As {@link SelectorConnection#SelectorConnection}. */
    public ChannelConnection(Endpoint endpoint, SocketChannel channel) throws IOException {
        super(endpoint, channel);
    }

    @Override
    public final int read(ByteBuffer target) throws IOException {
        if (target.isDirect() || !target.hasRemaining()) {
            return receive(target);
        }
        ByteBuffer direct = DirectBuffers.take();
        try {
            direct.limit(Math.min(target.remaining(), DirectBuffers.SIZE));
            int count = receive(direct);
            target.put(direct.flip());
            return count;
        } finally {
            DirectBuffers.release(direct);
        }
    }

    @Override
    public final int write(ByteBuffer source) throws IOException {
        if (source.isDirect()) {
            return send(source);
        }
        return (int) write(new ByteBuffer[] {source}, 0, 1);
    }

    @Override
    public final long write(ByteBuffer[] sources, int offset, int length) throws IOException {
        ByteBuffer direct = DirectBuffers.take();
        try {
            int filled = 0;
            for (int i = offset; i < offset + length && filled < DirectBuffers.SIZE; i++) {
                ByteBuffer source = sources[i];
                int step = Math.min(source.remaining(), DirectBuffers.SIZE - filled);
                direct.put(filled, source, source.position(), step);
                filled += step;
            }
            int written = send(direct.limit(filled));
            int left = written;
            for (int i = offset; left > 0; i++) {
                ByteBuffer source = sources[i];
                int step = Math.min(source.remaining(), left);
                source.position(source.position() + step);
                left -= step;
            }
            return written;
        } finally {
            DirectBuffers.release(direct);
        }
    }

    private int receive(ByteBuffer target) throws IOException {
        try {
            return channel().read(target);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private int send(ByteBuffer source) throws IOException {
        try {
            return channel().write(source);
        } catch (IOException e) {
            throw failure(e);
        }
    }
}
