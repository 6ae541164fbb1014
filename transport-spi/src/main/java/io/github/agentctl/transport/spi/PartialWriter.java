// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.spi;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes to a stream of junixsocket's as much as fits now. Such a stream spins until all is taken, which a peer that
 * does not read can put off for ever; only to an interrupted thread it says how much it has written instead. So the
 * thread is interrupted for the length of the write.
 *
 * <p>An interrupt by somebody else meanwhile must not get lost: the JDK tells a selector of those, by a call of
 * {@link #wakeup} on the thread that interrupts. That is all this selector is for. For one writing thread at a time.
 */
final class PartialWriter extends AbstractSelector {
    private volatile @Nullable Thread interruptingSelf;
    private volatile boolean interruptedByOther;

    PartialWriter(SelectorProvider provider) {
        super(provider);
    }

    /** Writes once, and gives the number of bytes taken. The thread's interrupt flag is afterwards as others set it. */
    int write(OutputStream out, byte[] bytes, int offset, int size) throws IOException {
        interruptingSelf = Thread.currentThread();
        interruptedByOther = false;
        boolean before = Thread.interrupted();
        begin();
        // What came before "begin" has set the flag only; what comes from here on is counted by wakeup.
        before |= Thread.interrupted();
        Thread.currentThread().interrupt();
        try {
            out.write(bytes, offset, size);
            return size;
        } catch (InterruptedIOException e) {
            return e.bytesTransferred;
        } finally {
            boolean ignored = Thread.interrupted();
            end();
            if (before || interruptedByOther) {
                Thread.currentThread().interrupt();
            }
            interruptingSelf = null;
        }
    }

    @Override
    public Selector wakeup() {
        if (Thread.currentThread() != interruptingSelf) {
            interruptedByOther = true;
        }
        return this;
    }

    @Override
    protected void implCloseSelector() {
        // Nothing is held.
    }

    @Override
    protected SelectionKey register(AbstractSelectableChannel channel, int operations, @Nullable Object attachment) {
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
        return 0;
    }

    @Override
    public int select(long timeout) {
        return 0;
    }

    @Override
    public int select() {
        return 0;
    }
}
