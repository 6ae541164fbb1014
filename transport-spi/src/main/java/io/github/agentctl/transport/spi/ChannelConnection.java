// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.spi;

import io.github.agentctl.api.transport.Endpoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * A connection that reads and writes through its channel, with one system call for several buffers. For channels whose
 * reads and writes survive an interrupt in non-blocking mode, as the JDK's do. Direct buffers are not copied.
 */
public class ChannelConnection extends SelectorConnection {
    /** More than a Unix socket takes at once. The JDK would copy all of a larger heap buffer at each try. */
    private static final int MOST_AT_ONCE = 256 << 10;

    /** As {@link SelectorConnection#SelectorConnection}. */
    public ChannelConnection(Endpoint endpoint, SocketChannel channel) throws IOException {
        super(endpoint, channel);
    }

    @Override
    public final int read(ByteBuffer target) throws IOException {
        try {
            return channel().read(target);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    @Override
    public final int write(ByteBuffer source) throws IOException {
        int limit = source.limit();
        source.limit(source.position() + Math.min(source.remaining(), MOST_AT_ONCE));
        try {
            return channel().write(source);
        } catch (IOException e) {
            throw failure(e);
        } finally {
            source.limit(limit);
        }
    }

    @Override
    public final long write(ByteBuffer[] sources, int offset, int length) throws IOException {
        long total = 0;
        for (int i = 0; i < length; i++) {
            ByteBuffer source = sources[offset + i];
            total += source.remaining();
            if (total > MOST_AT_ONCE) {
                int limit = source.limit();
                source.limit(limit - Math.toIntExact(total - MOST_AT_ONCE));
                try {
                    return gather(sources, offset, i + 1);
                } finally {
                    source.limit(limit);
                }
            }
        }
        return gather(sources, offset, length);
    }

    private long gather(ByteBuffer[] sources, int offset, int length) throws IOException {
        try {
            return channel().write(sources, offset, length);
        } catch (IOException e) {
            throw failure(e);
        }
    }
}
