// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.PeerCredentials;
import io.grpc.Deadline;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** A peer that takes so many bytes at once and says nothing. */
class Taker implements Connection {
    private final int atOnce;
    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicBoolean writing = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean mixed;

    Taker(int atOnce) {
        this.atOnce = atOnce;
    }

    /** How many bytes were taken; "mixed" where two threads wrote at the same time. */
    String taken() {
        return mixed ? "mixed" : taken.toString();
    }

    /** Waits until it has taken something. */
    void awaitAny() {
        Limit.lookUntil(() -> taken.get() > 0 || closed.get());
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        if (closed.get()) {
            throw new ClosedChannelException();
        }
        mixed = mixed || writing.getAndSet(true);
        int step = Math.min(atOnce, source.remaining());
        source.position(source.position() + step);
        taken.addAndGet(step);
        writing.set(false);
        return step;
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) {
        throw new UnsupportedOperationException("the engine writes from one buffer");
    }

    @Override
    public Endpoint endpoint() {
        return new Endpoint.Other("sim", "");
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        return 0;
    }

    @Override
    public boolean awaitReadable(Deadline until) throws IOException {
        throw new UnsupportedOperationException("nobody reads here");
    }

    @Override
    public boolean awaitWritable(Deadline until) {
        return true;
    }

    @Override
    public void wakeup() {}

    @Override
    public void shutdownOutput() {}

    @Override
    public Optional<PeerCredentials> peer() {
        return Optional.empty();
    }

    @Override
    public boolean isOpen() {
        return !closed.get();
    }

    @Override
    public void close() {
        closed.set(true);
    }
}
