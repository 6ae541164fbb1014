// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.spi;

import java.io.IOException;
import java.net.ProtocolFamily;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import java.util.Set;
import java.util.function.Consumer;

/** A channel that is never ready, with a selector that takes no descriptor: a race has thousands of them. */
final class SilentChannel extends SelectableChannel {
    private final Provider provider = new Provider();

    @Override
    public SelectorProvider provider() {
        return provider;
    }

    @Override
    public SelectionKey register(Selector selector, int operations, Object attachment) {
        return new Key(this, selector);
    }

    @Override
    public int validOps() {
        return SelectionKey.OP_READ;
    }

    @Override
    public boolean isRegistered() {
        return true;
    }

    @Override
    public SelectionKey keyFor(Selector selector) {
        throw new UnsupportedOperationException();
    }

    @Override
    public SelectableChannel configureBlocking(boolean block) {
        return this;
    }

    @Override
    public boolean isBlocking() {
        return false;
    }

    @Override
    public Object blockingLock() {
        return this;
    }

    @Override
    protected void implCloseChannel() {}

    private static final class Key extends SelectionKey {
        private final SelectableChannel channel;
        private final Selector selector;

        Key(SelectableChannel channel, Selector selector) {
            this.channel = channel;
            this.selector = selector;
        }

        @Override
        public SelectableChannel channel() {
            return channel;
        }

        @Override
        public Selector selector() {
            return selector;
        }

        @Override
        public boolean isValid() {
            return selector.isOpen();
        }

        @Override
        public void cancel() {}

        @Override
        public int interestOps() {
            return OP_READ;
        }

        @Override
        public SelectionKey interestOps(int operations) {
            return this;
        }

        @Override
        public int readyOps() {
            return 0;
        }
    }

    /** As those of the JDK: a wake-up ends the wait in progress, or the next where none is. */
    private static final class Waiting extends AbstractSelector {
        private boolean woken;

        Waiting(SelectorProvider provider) {
            super(provider);
        }

        @Override
        public synchronized int select(Consumer<SelectionKey> action, long timeout) throws IOException {
            long end = System.nanoTime() + timeout * 1_000_000;
            while (!woken && isOpen() && System.nanoTime() - end < 0) {
                try {
                    wait(Math.max(1, (end - System.nanoTime()) / 1_000_000));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    break;
                }
            }
            return selectNow(action);
        }

        @Override
        public synchronized int selectNow(Consumer<SelectionKey> action) {
            if (!isOpen()) {
                throw new ClosedSelectorException();
            }
            woken = false;
            return 0;
        }

        @Override
        public synchronized Selector wakeup() {
            woken = true;
            notifyAll();
            return this;
        }

        @Override
        protected synchronized void implCloseSelector() {
            notifyAll();
        }

        @Override
        protected SelectionKey register(AbstractSelectableChannel channel, int operations, Object attachment) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Set<SelectionKey> keys() {
            return Set.of();
        }

        @Override
        public Set<SelectionKey> selectedKeys() {
            return Set.of();
        }

        @Override
        public int selectNow() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int select(long timeout) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int select() {
            throw new UnsupportedOperationException();
        }
    }

    private static final class Provider extends SelectorProvider {
        @Override
        public Waiting openSelector() {
            return new Waiting(this);
        }

        @Override
        public DatagramChannel openDatagramChannel() {
            throw new UnsupportedOperationException();
        }

        @Override
        public DatagramChannel openDatagramChannel(ProtocolFamily family) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Pipe openPipe() {
            throw new UnsupportedOperationException();
        }

        @Override
        public ServerSocketChannel openServerSocketChannel() {
            throw new UnsupportedOperationException();
        }

        @Override
        public SocketChannel openSocketChannel() {
            throw new UnsupportedOperationException();
        }
    }
}
