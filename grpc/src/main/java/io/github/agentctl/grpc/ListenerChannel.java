// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.grpc;

import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Listener;
import io.netty.channel.AbstractServerChannel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A listener as a server's channel of Netty: accepts on a thread of its own, from the first read until it is closed. Its loop
 * is that of ttrpc's {@code Acceptor}: the wires know nothing of each other, and transports, whose module they could share,
 * are not what accepts.
 */
final class ListenerChannel extends AbstractServerChannel {
    private static final Logger LOG = LoggerFactory.getLogger(ListenerChannel.class);

    /** How long to wait after a connection could not be accepted (out of descriptors, for one). */
    private static final long PAUSE_MILLIS = 50;

    private final Listener listener;
    private final SocketAddress address;
    private final ChannelConfig config = new DefaultChannelConfig(this);
    private final AtomicInteger connections = new AtomicInteger();
    private volatile boolean open = true;
    private volatile boolean bound;
    private boolean accepting;

    ListenerChannel(Listener listener) {
        this.listener = listener;
        this.address = new EndpointAddress(listener.endpoint());
    }

    @Override
    public ChannelConfig config() {
        return config;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public boolean isActive() {
        return open && bound;
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
    protected void doBind(SocketAddress local) {
        bound = true;
    }

    @Override
    protected void doClose() {
        open = false;
        listener.close();
    }

    @Override
    protected void doBeginRead() {
        if (!accepting) {
            accepting = true;
            Threads.waiting().execute(this::acceptAll);
        }
    }

    private void acceptAll() {
        boolean refused = false;
        try {
            while (open) {
                try {
                    accepted(listener.accept());
                    refused = false;
                } catch (ClosedChannelException e) {
                    return;
                } catch (IOException | RuntimeException | OutOfMemoryError e) {
                    // Also where there is no memory for one: the next may fare better.
                    if (!refused) {
                        LOG.warn("cannot accept connections on {} for now: {}", listener.endpoint(), e.toString());
                    }
                    refused = true;
                    TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            eventLoop().execute(() -> unsafe().close(voidPromise()));
        }
    }

    private void accepted(Connection connection) {
        if (connections.incrementAndGet() > Limits.CONNECTIONS) {
            connections.decrementAndGet();
            LOG.warn("closing a connection on {}: {} are open", listener.endpoint(), Limits.CONNECTIONS);
            connection.close();
            return;
        }
        boolean passedOn = false;
        try {
            ConnectionChannel channel = new ConnectionChannel(this, connection);
            eventLoop().execute(() -> {
                channel.closeFuture().addListener(closed -> connections.decrementAndGet());
                pipeline().fireChannelRead(channel);
                pipeline().fireChannelReadComplete();
            });
            passedOn = true;
        } finally {
            if (!passedOn) {
                connections.decrementAndGet();
                connection.close();
            }
        }
    }
}
