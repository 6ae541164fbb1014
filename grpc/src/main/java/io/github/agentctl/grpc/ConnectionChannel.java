// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.grpc;

import io.github.agentctl.api.transport.Connection;
import io.netty.buffer.ByteBuf;
import io.netty.channel.AbstractChannel;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A connection as a channel of Netty. The event loop reads and writes, which never blocks; the waits in between are those
 * of a {@link Waits}, on threads of its own, and only while the loop neither reads nor writes in that direction.
 */
final class ConnectionChannel extends AbstractChannel {
    private static final ChannelMetadata METADATA = new ChannelMetadata(false, 16);

    /** Buffers of one write, and their bytes. */
    private static final int MOST_BUFFERS = 256;

    private static final long MOST_BYTES = 1 << 20;

    private final Connection connection;
    private final SocketAddress address;
    private final ChannelConfig config = new DefaultChannelConfig(this);
    private final Waits waits;
    private volatile boolean open = true;
    private volatile boolean connected;

    // Of the event loop.
    private boolean awaitsReadable;
    private boolean awaitsWritable;

    /** A client's, of a connection that is there already: {@code connect} does nothing but say so. */
    ConnectionChannel(Connection connection) {
        this(null, connection);
    }

    /** @param parent that has accepted the connection; null at a client */
    ConnectionChannel(@Nullable Channel parent, Connection connection) {
        super(parent);
        this.connection = connection;
        this.address = new EndpointAddress(connection.endpoint());
        this.waits = new Waits(connection);
        this.connected = parent != null;
    }

    @Override
    public ChannelConfig config() {
        return config;
    }

    @Override
    public ChannelMetadata metadata() {
        return METADATA;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public boolean isActive() {
        return open && connected;
    }

    @Override
    protected boolean isCompatible(EventLoop loop) {
        return true;
    }

    @Override
    protected SocketAddress localAddress0() {
        return address;
    }

    @Override
    protected SocketAddress remoteAddress0() {
        return address;
    }

    @Override
    protected void doBind(SocketAddress local) {
        throw new UnsupportedOperationException("a connection has its address");
    }

    @Override
    protected void doDisconnect() {
        doClose();
    }

    @Override
    protected void doClose() {
        open = false;
        connection.close();
    }

    @Override
    protected void doBeginRead() {
        if (!awaitsReadable) {
            awaitsReadable = true;
            waits.untilReadable(() -> eventLoop().execute(this::readNow), this::failed);
        }
    }

    /** Reads what is there, up to a limit of the channel's configuration. */
    private void readNow() {
        awaitsReadable = false;
        if (!open) {
            return;
        }
        var handle = unsafe().recvBufAllocHandle();
        handle.reset(config);
        boolean ended = false;
        try {
            do {
                ByteBuf buffer = handle.allocate(config.getAllocator());
                handle.attemptedBytesRead(buffer.writableBytes());
                handle.lastBytesRead(read(buffer));
                if (handle.lastBytesRead() <= 0) {
                    ended = handle.lastBytesRead() < 0;
                    break;
                }
                handle.incMessagesRead(1);
                pipeline().fireChannelRead(buffer);
            } while (open && handle.continueReading());
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            // Nobody would read any more: its calls would wait for ever.
            pipeline().fireExceptionCaught(e);
            ended = true;
        }
        handle.readComplete();
        pipeline().fireChannelReadComplete();
        if (ended) {
            unsafe().close(voidPromise());
        }
    }

    /** Gives the buffer back where nothing came. */
    private int read(ByteBuf buffer) throws IOException {
        int read = 0;
        try {
            ByteBuffer target = buffer.internalNioBuffer(buffer.writerIndex(), buffer.writableBytes());
            read = connection.read(target);
            buffer.writerIndex(buffer.writerIndex() + Math.max(read, 0));
            return read;
        } finally {
            if (read <= 0) {
                buffer.release();
            }
        }
    }

    @Override
    protected Object filterOutboundMessage(Object message) {
        if (message instanceof ByteBuf) {
            return message;
        }
        throw new UnsupportedOperationException("a connection takes bytes, not " + message.getClass());
    }

    @Override
    protected void doWrite(ChannelOutboundBuffer waiting) throws IOException {
        while (waiting.current() != null) {
            ByteBuffer[] buffers = waiting.nioBuffers(MOST_BUFFERS, MOST_BYTES);
            int count = waiting.nioBufferCount();
            long written = count == 0 ? 0 : connection.write(buffers, 0, count);
            if (count > 0 && written == 0) {
                awaitsWritable = true;
                waits.untilWritable(() -> eventLoop().execute(this::writable), this::failed);
                return;
            }
            // Also takes away what is empty.
            waiting.removeBytes(written);
        }
    }

    private void writable() {
        awaitsWritable = false;
        unsafe().flush();
    }

    private void failed(IOException cause) {
        eventLoop().execute(() -> {
            if (open) {
                pipeline().fireExceptionCaught(cause);
                unsafe().close(voidPromise());
            }
        });
    }

    @Override
    protected AbstractUnsafe newUnsafe() {
        return new ConnectedUnsafe();
    }

    private final class ConnectedUnsafe extends AbstractUnsafe {
        @Override
        public void connect(SocketAddress remote, @Nullable SocketAddress local, ChannelPromise promise) {
            if (!promise.setUncancellable() || !ensureOpen(promise)) {
                return;
            }
            connected = true;
            safeSetSuccess(promise);
            pipeline().fireChannelActive();
        }

        /** Who waits for room to write writes when there is some. */
        @Override
        protected void flush0() {
            if (!awaitsWritable) {
                super.flush0();
            }
        }
    }
}
