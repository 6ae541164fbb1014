// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.spi;

import static java.util.Objects.requireNonNull;

import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.Listener;
import io.github.agentctl.api.transport.TransportException;
import io.github.agentctl.api.transport.TransportException.Reason;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Accepts {@link Pipes} within the process: what {@link #connect} opens, {@link #accept} gets. Thread-safe. */
public final class InProcessListener implements Listener {
    /** As many as a Unix socket of the kernel's default queue holds (net.core.somaxconn). */
    private static final int BACKLOG = 4096;

    private final Endpoint endpoint;
    private final int capacity;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Connection> waiting = new ArrayDeque<>();
    private boolean closed;

    /** Listens; the pipes hold {@link Pipes#CAPACITY} bytes in each direction. */
    public InProcessListener(Endpoint endpoint) {
        this(endpoint, Pipes.CAPACITY);
    }

    /** Listens; see {@link Pipes#open(Endpoint, int)}. */
    public InProcessListener(Endpoint endpoint, int capacity) {
        this.endpoint = requireNonNull(endpoint, "endpoint is null");
        this.capacity = capacity;
    }

    /**
     * Opens a pipe and gives the client's end. Does not wait for {@link #accept}.
     *
     * @throws TransportException when the listener is closed, or too many wait to be accepted (REFUSED)
     */
    public Connection connect() {
        lock.lock();
        try {
            if (closed) {
                throw refused("nobody listens there any more");
            }
            if (waiting.size() >= BACKLOG) {
                throw refused(BACKLOG + " connections already wait to be accepted");
            }
            Pipes pipes = Pipes.open(endpoint, capacity);
            waiting.add(pipes.server());
            changed.signalAll();
            return pipes.client();
        } finally {
            lock.unlock();
        }
    }

    private TransportException refused(String why) {
        return Attempt.CONNECT.failed(endpoint, Reason.REFUSED, why, null);
    }

    @Override
    public Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public Connection accept() throws ClosedChannelException, InterruptedIOException {
        lock.lock();
        try {
            while (!closed) {
                Connection next = waiting.poll();
                if (next != null) {
                    return next;
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

    /** Whether {@link #close} was not called yet. */
    public boolean isOpen() {
        lock.lock();
        try {
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            waiting.forEach(Connection::close);
            waiting.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
