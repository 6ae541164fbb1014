// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.spi;

import io.grpc.Deadline;
import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Waits until a channel is ready for one operation. One thread at a time waits or asks; {@link #wakeup} and
 * {@link #close} may come from any thread.
 */
final class Readiness {
    /** A wait may end for no reason. To foreign selectors 0 does not always mean "without a limit". */
    private static final long LONGEST_MILLIS = TimeUnit.HOURS.toMillis(1);

    private final SelectableChannel channel;
    private final int operation;

    @SuppressWarnings("UnnecessaryLambda") // One for all waits; a method reference would be a new object for each.
    private final Consumer<SelectionKey> onSelected = key -> this.selected = true;

    private volatile @Nullable SelectionKey key;
    /** A wake-up is on its way. Only the first goes to the selector: those of some are bytes in a pipe that has an end. */
    private final AtomicBoolean woken = new AtomicBoolean();

    private volatile boolean closed;
    private boolean selected;

    Readiness(SelectableChannel channel, int operation) {
        this.channel = channel;
        this.operation = operation;
    }

    /** As {@link io.github.agentctl.api.transport.Connection#awaitReadable}. */
    boolean await(@Nullable Deadline until) throws IOException {
        SelectionKey opened = open();
        // After the selector is published: a wake-up before this line is seen here, a later one by the selector.
        if (woken.getAndSet(false)) {
            // Out of the selector too.
            select(opened, 0);
            return false;
        }
        boolean ready = select(opened, millis(until));
        woken.getAndSet(false);
        return ready;
    }

    /** Whether the operation would do something now. Leaves a pending wake-up for the next wait. */
    boolean now() throws IOException {
        return select(open(), 0);
    }

    void wakeup() {
        SelectionKey opened = woken.getAndSet(true) ? null : key;
        if (opened != null) {
            opened.selector().wakeup();
        }
    }

    /**
     * Ends the wait in progress, and takes the channel out of the selector: a closed channel keeps its descriptor as
     * long as a selector knows it.
     */
    void close() {
        closed = true;
        SelectionKey opened = key;
        if (opened != null) {
            // The default select(Consumer) of foreign selectors holds a monitor that their close waits for.
            opened.selector().wakeup();
            Quietly.close(opened.selector());
        }
    }

    /** Opens the selector, where the first wait is too late for a lack of descriptors. */
    SelectionKey open() throws IOException {
        if (closed) {
            throw new ClosedChannelException();
        }
        SelectionKey opened = key;
        if (opened != null) {
            return opened;
        }
        Selector selector = channel.provider().openSelector();
        try {
            opened = channel.register(selector, operation);
        } catch (IOException | RuntimeException e) {
            Quietly.close(selector);
            throw e;
        }
        key = opened;
        if (closed) {
            Quietly.close(selector);
            throw new ClosedChannelException();
        }
        return opened;
    }

    /** Waits so long, or only asks where {@code millis} is 0. */
    private boolean select(SelectionKey opened, long millis) throws IOException {
        selected = false;
        try {
            if (!opened.isValid()) {
                // junixsocket's selector gives a key up when the peer hangs up. A read or a write says the rest.
                selected = true;
            } else if (millis == 0) {
                opened.selector().selectNow(onSelected);
            } else {
                opened.selector().select(onSelected, millis);
            }
        } catch (ClosedSelectorException | CancelledKeyException e) {
            throw closed(e);
        }
        if (closed) {
            throw new ClosedChannelException();
        }
        return selected;
    }

    private static ClosedChannelException closed(RuntimeException cause) {
        ClosedChannelException exception = new ClosedChannelException();
        exception.initCause(cause);
        return exception;
    }

    private static long millis(@Nullable Deadline until) {
        if (until == null) {
            return LONGEST_MILLIS;
        }
        long nanos = until.timeRemaining(TimeUnit.NANOSECONDS);
        if (nanos <= 0) {
            return 0;
        }
        // Rounded up, so that the caller does not spin through the last millisecond.
        return Math.min((nanos - 1) / 1_000_000 + 1, LONGEST_MILLIS);
    }
}
