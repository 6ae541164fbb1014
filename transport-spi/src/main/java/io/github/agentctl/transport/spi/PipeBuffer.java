// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.spi;

import io.grpc.Deadline;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** One direction of a pipe: a ring of bytes between one writer and one reader. Any thread may end either side. */
final class PipeBuffer {
    /** A wait may end for no reason; this keeps the arithmetic of far deadlines out. */
    private static final long LONGEST_NANOS = TimeUnit.HOURS.toNanos(1);

    private final int capacity;
    private final ReentrantLock lock = new ReentrantLock();
    private final Side reader = new Side();
    private final Side writer = new Side();
    private byte[] ring = {};
    private int start;
    private int size;

    PipeBuffer(int capacity) {
        this.capacity = capacity;
    }

    /** As {@link io.github.agentctl.api.transport.Connection#read}, but for a reader that has ended: -1. */
    int read(ByteBuffer target) {
        lock.lock();
        try {
            int moved = 0;
            while (size > 0 && target.hasRemaining()) {
                int piece = Math.min(Math.min(size, capacity - start), target.remaining());
                target.put(ring, start, piece);
                start = (start + piece) % capacity;
                size -= piece;
                moved += piece;
            }
            if (moved > 0) {
                writer.signal();
            }
            return moved == 0 && size == 0 && target.hasRemaining() && isReadable() ? -1 : moved;
        } finally {
            lock.unlock();
        }
    }

    /** Takes what there is room for; -1 when one of the sides has ended. */
    long write(ByteBuffer[] sources, int offset, int length) {
        lock.lock();
        try {
            if (reader.ended || writer.ended) {
                return -1;
            }
            long moved = 0;
            for (int i = offset; i < offset + length && size < capacity; i++) {
                moved += take(sources[i]);
            }
            if (moved > 0) {
                reader.signal();
            }
            return moved;
        } finally {
            lock.unlock();
        }
    }

    private int take(ByteBuffer source) {
        if (ring.length == 0) {
            ring = new byte[capacity];
        }
        int moved = 0;
        while (size < capacity && source.hasRemaining()) {
            int end = (start + size) % capacity;
            int piece = Math.min(Math.min(capacity - size, capacity - end), source.remaining());
            source.get(ring, end, piece);
            size += piece;
            moved += piece;
        }
        return moved;
    }

    boolean awaitReadable(@Nullable Deadline until) {
        return await(reader, until);
    }

    boolean awaitWritable(@Nullable Deadline until) {
        return await(writer, until);
    }

    void wakeupReader() {
        wakeup(reader);
    }

    void wakeupWriter() {
        wakeup(writer);
    }

    /** The reader has gone: what is in the pipe is lost, and writes fail. */
    void endReader() {
        end(reader);
    }

    /** Nothing more comes: the reader gets what is in the pipe, then the end of the stream. */
    void endWriter() {
        end(writer);
    }

    private void end(Side side) {
        lock.lock();
        try {
            side.ended = true;
            if (side == reader) {
                size = 0;
                ring = new byte[0];
            }
            reader.signal();
            writer.signal();
        } finally {
            lock.unlock();
        }
    }

    private void wakeup(Side side) {
        lock.lock();
        try {
            side.woken = true;
            side.signal();
        } finally {
            lock.unlock();
        }
    }

    private boolean await(Side side, @Nullable Deadline until) {
        lock.lock();
        try {
            while (!isReady(side)) {
                if (side.woken) {
                    side.woken = false;
                    return false;
                }
                long nanos = until == null ? LONGEST_NANOS : until.timeRemaining(TimeUnit.NANOSECONDS);
                if (nanos <= 0) {
                    return false;
                }
                side.changed.awaitNanos(Math.min(nanos, LONGEST_NANOS));
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return isReady(side);
        } finally {
            lock.unlock();
        }
    }

    private boolean isReady(Side side) {
        return side == reader ? isReadable() : size < capacity || reader.ended || writer.ended;
    }

    private boolean isReadable() {
        return size > 0 || reader.ended || writer.ended;
    }

    /** What one side waits for; guarded by the lock. */
    private final class Side {
        private final Condition changed = lock.newCondition();
        private boolean woken;
        private boolean ended;

        private void signal() {
            changed.signalAll();
        }
    }
}
