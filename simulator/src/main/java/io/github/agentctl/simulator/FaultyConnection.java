// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.transport.spi.ForwardingConnection;
import io.github.agentctl.ttrpc.TtrpcServer;
import io.grpc.ServerCall;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A connection of the server on which the faults of the wire happen. It looks at what the server sends, frame by frame,
 * while there is a fault to find; the frame that stands for one never leaves.
 */
final class FaultyConnection extends ForwardingConnection {
    /** How soon to try again with bytes of a fault that the client did not take. */
    private static final Duration PAUSE = Duration.ofMillis(5);

    /** What may lie here, of answers to come and of late ones, so that a client that never reads cannot fill the memory. */
    static final long LIMIT = 64L << 20;

    private final WireFaults faults = new WireFaults(LIMIT, this::close);
    private final Executor executor;
    private final ReentrantLock lock = new ReentrantLock();
    private final FramePosition position = new FramePosition();

    /** Frames of faults that are due, of which the first may be partly sent. */
    private final ArrayDeque<ByteBuffer> injected = new ArrayDeque<>();

    /** Frames of late answers that are not due, and what makes them so. */
    private final IdentityHashMap<ByteBuffer, Future<?>> late = new IdentityHashMap<>();

    /** Of both. */
    private long bytes;

    private boolean last;
    private boolean scheduled;

    FaultyConnection(Connection connection, Executor executor) {
        super(connection);
        this.executor = executor;
    }

    /** Those of the connection that a call came on. */
    static WireFaults faultsOf(ServerCall<?, ?> call) {
        return call.getAttributes().get(TtrpcServer.CONNECTION) instanceof FaultyConnection connection
                ? connection.faults
                : WireFaults.nowhere();
    }

    WireFaults faults() {
        return faults;
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
        lock.lock();
        try {
            if (injected.isEmpty() && faults.isEmpty()) {
                return pass(sources, offset, length);
            }
            if (position.betweenFrames() && !sendInjected()) {
                return 0;
            }
            ByteBuffer next = gather(sources, offset, length);
            int taken = position.betweenFrames() ? writeFrame(next) : writeRestOfFrame(next);
            skip(sources, offset, length, taken);
            return taken;
        } finally {
            lock.unlock();
        }
    }

    private long pass(ByteBuffer[] sources, int offset, int length) throws IOException {
        int[] starts = new int[length];
        for (int i = 0; i < length; i++) {
            starts[i] = sources[offset + i].position();
        }
        long taken = connection().write(sources, offset, length);
        for (int i = 0; i < length; i++) {
            position.advance(sources[offset + i], starts[i], sources[offset + i].position());
        }
        return taken;
    }

    private int writeRestOfFrame(ByteBuffer next) throws IOException {
        int start = next.position();
        next.limit(start + position.restOfFrame(next));
        int taken = connection().write(next);
        position.advance(next, start, next.position());
        return taken;
    }

    private int writeFrame(ByteBuffer next) throws IOException {
        ByteBuffer frame = next.slice(next.position(), position.restOfFrame(next));
        Optional<WireFault> fault = ResponseFrame.message(frame).flatMap(faults::take);
        if (fault.isEmpty()) {
            return writeRestOfFrame(next);
        }
        WireFault due = fault.get();
        ByteBuffer bytes =
                due.effect() instanceof FaultEffect.Close ? ByteBuffer.allocate(0) : due.bytes(frame.getInt(4));
        keep(bytes);
        if (due.heldBack().isZero()) {
            last = last || due.ends();
            inject(bytes);
        } else if (isOpen()) {
            late.put(bytes, Later.run(due.heldBack(), executor, () -> injectLater(bytes)));
        }
        return frame.remaining();
    }

    private void keep(ByteBuffer frame) {
        bytes += frame.remaining();
        if (bytes > LIMIT) {
            close();
        }
    }

    private void injectLater(ByteBuffer frame) {
        lock.lock();
        try {
            if (late.remove(frame) != null) {
                inject(frame);
            }
        } catch (IOException e) {
            // The connection is gone, and the answer with it.
            close();
        } finally {
            lock.unlock();
        }
    }

    private void inject(ByteBuffer frame) throws IOException {
        if (isOpen()) {
            injected.add(frame);
            sendSoon();
        }
    }

    /** Sends what is due, now or as soon as the client takes it and no frame is under way. */
    private void sendSoon() throws IOException {
        lock.lock();
        try {
            if (isOpen() && !scheduled && (!position.betweenFrames() || !sendInjected())) {
                scheduled = true;
                var unused = Later.run(PAUSE, executor, this::sendLater);
            }
        } finally {
            lock.unlock();
        }
    }

    private void sendLater() {
        lock.lock();
        try {
            scheduled = false;
            sendSoon();
        } catch (IOException e) {
            close();
        } finally {
            lock.unlock();
        }
    }

    /** Whether all of them are sent. Nothing is waited for. */
    private boolean sendInjected() throws IOException {
        while (!injected.isEmpty()) {
            ByteBuffer frame = injected.element();
            while (frame.hasRemaining()) {
                int taken = connection().write(frame);
                if (taken == 0) {
                    return false;
                }
                bytes -= taken;
            }
            injected.remove();
        }
        if (last) {
            close();
        }
        return true;
    }

    /** Forgets with the connection what was to be sent on it. */
    @Override
    public void close() {
        super.close();
        faults.close();
        lock.lock();
        try {
            late.values().forEach(timer -> timer.cancel(false));
            late.clear();
            injected.clear();
            bytes = 0;
        } finally {
            lock.unlock();
        }
    }

    private static ByteBuffer gather(ByteBuffer[] sources, int offset, int length) {
        int size = 0;
        for (int i = offset; i < offset + length; i++) {
            size += sources[i].remaining();
        }
        ByteBuffer all = ByteBuffer.allocate(size);
        for (int i = offset; i < offset + length; i++) {
            all.put(sources[i].duplicate());
        }
        return all.flip();
    }

    private static void skip(ByteBuffer[] sources, int offset, int length, int count) {
        int left = count;
        for (int i = offset; i < offset + length; i++) {
            int step = Math.min(left, sources[i].remaining());
            sources[i].position(sources[i].position() + step);
            left -= step;
        }
    }
}
