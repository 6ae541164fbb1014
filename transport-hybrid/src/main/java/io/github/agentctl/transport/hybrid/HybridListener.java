// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.hybrid;

import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.Listener;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Plays the hypervisor: who connects to its socket and asks for its port is accepted. Handshakes are made on threads of
 * their own, so that one who connects and says nothing keeps nobody else out.
 */
final class HybridListener implements Listener {
    /** Where there are more, who has been silent for longest goes; and where nobody is, who comes is turned away. */
    private static final int MOST_AT_ONCE = 256;

    private final Endpoint.Hybrid endpoint;
    private final Listener socket;
    private final Duration longest;
    private final BiConsumer<Runnable, String> threads;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Connection> accepted = new ArrayDeque<>();
    /** In the order of their coming. */
    private final Set<Connection> shaking = new LinkedHashSet<>();

    private @Nullable IOException failure;
    private boolean closed;

    /**
     * Takes the socket over, and closes it where this throws.
     *
     * @param longest ends a handshake
     */
    HybridListener(Endpoint.Hybrid endpoint, Listener socket, Duration longest) {
        this(endpoint, socket, longest, HybridListener::start);
    }

    /** @param threads starts a thread for a task of this name */
    HybridListener(Endpoint.Hybrid endpoint, Listener socket, Duration longest, BiConsumer<Runnable, String> threads) {
        this.endpoint = endpoint;
        this.socket = socket;
        this.longest = longest;
        this.threads = threads;
        try {
            threads.accept(this::acceptSockets, "accept");
        } catch (RuntimeException | OutOfMemoryError e) {
            socket.close();
            throw e;
        }
    }

    private static void start(Runnable task, String what) {
        Thread thread = new Thread(task, "hvsock-" + what);
        thread.setDaemon(true);
        thread.start();
    }

    private void acceptSockets() {
        while (true) {
            try {
                welcome(socket.accept());
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                if (!report(e)) {
                    return;
                }
            } catch (RuntimeException | OutOfMemoryError e) {
                // No thread for the handshake, or a fault of the transport beneath: the next one may fare better.
                if (!report(new IOException("cannot accept on " + endpoint + ": " + e, e))) {
                    return;
                }
            }
        }
    }

    private void welcome(Connection connection) {
        boolean begun = false;
        try {
            if (admit(connection)) {
                threads.accept(() -> shakeHands(connection), "handshake");
                begun = true;
            }
        } finally {
            if (!begun) {
                dismiss(connection);
            }
        }
    }

    private void dismiss(Connection connection) {
        lock.lock();
        try {
            shaking.remove(connection);
        } finally {
            lock.unlock();
        }
        connection.close();
    }

    private boolean admit(Connection connection) {
        lock.lock();
        try {
            if (accepted.size() + shaking.size() >= MOST_AT_ONCE) {
                Iterator<Connection> oldest = shaking.iterator();
                if (!oldest.hasNext()) {
                    return false;
                }
                // Ends its handshake. An honest one takes less than a millisecond.
                oldest.next().close();
                oldest.remove();
            }
            return !closed && shaking.add(connection);
        } finally {
            lock.unlock();
        }
    }

    private void shakeHands(Connection connection) {
        boolean agreed = false;
        try {
            agreed = ServerHandshake.make(endpoint, connection, longest);
        } finally {
            lock.lock();
            try {
                if (shaking.remove(connection) && agreed && !closed) {
                    accepted.add(new HybridConnection(endpoint, connection));
                    changed.signalAll();
                } else {
                    connection.close();
                }
            } finally {
                lock.unlock();
            }
        }
    }

    /** Hands what the kernel says to the next accept, and waits until it has been taken: it may well say it again. */
    private boolean report(IOException refused) {
        lock.lock();
        try {
            failure = refused;
            changed.signalAll();
            while (failure != null && !closed) {
                changed.awaitUninterruptibly();
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public Connection accept() throws IOException {
        lock.lock();
        try {
            while (!closed) {
                Connection next = accepted.poll();
                if (next != null) {
                    return next;
                }
                IOException refused = failure;
                if (refused != null) {
                    failure = null;
                    changed.signalAll();
                    throw refused;
                }
                changed.await();
            }
            throw new ClosedChannelException();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for a connection on " + endpoint);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        socket.close();
        lock.lock();
        try {
            closed = true;
            accepted.forEach(Connection::close);
            accepted.clear();
            // Ends their handshakes.
            shaking.forEach(Connection::close);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String toString() {
        return endpoint.toString();
    }
}
