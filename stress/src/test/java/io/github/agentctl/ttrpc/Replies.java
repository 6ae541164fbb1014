// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import io.grpc.Deadline;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** A peer that takes everything and whose replies come when the race says so; a read brings one. */
final class Replies extends Taker {
    private final ConcurrentLinkedQueue<Integer> arrived = new ConcurrentLinkedQueue<>();
    private boolean woken;

    Replies() {
        super(Integer.MAX_VALUE);
    }

    /** The reply to the call of this stream. */
    synchronized void arrive(int streamId) {
        arrived.add(streamId);
        notifyAll();
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        if (!isOpen()) {
            throw new ClosedChannelException();
        }
        Integer streamId = arrived.poll();
        if (streamId == null) {
            return 0;
        }
        target.putInt(0).putInt(streamId).put((byte) Frame.RESPONSE).put((byte) 0);
        return Frame.HEADER;
    }

    @Override
    public synchronized boolean awaitReadable(Deadline until) {
        Deadline end = until == null ? Limit.deadline() : until;
        while (arrived.isEmpty() && !woken && !end.isExpired()) {
            try {
                wait(Math.max(1, end.timeRemaining(TimeUnit.MILLISECONDS)));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        woken = false;
        return !arrived.isEmpty();
    }

    @Override
    public synchronized void wakeup() {
        woken = true;
        notifyAll();
    }

    @Override
    public void close() {
        super.close();
        wakeup();
    }
}
