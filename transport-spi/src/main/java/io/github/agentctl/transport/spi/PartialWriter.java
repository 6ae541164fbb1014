// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.spi;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Writes to a stream of junixsocket's as much as fits now. Such a stream spins until all is taken, which a peer that
 * does not read can put off for ever; only to an interrupted thread it says how much it has written instead.
 *
 * <p>So an interrupted thread writes, and one of its own: on the caller's, an interrupt by somebody else in the same
 * moment could not be told from ours, and would get lost. The thread is made by the first write, and ends by itself when
 * nothing is written. For one writing caller at a time; any thread may close.
 */
final class PartialWriter implements AutoCloseable {
    private static final long IDLE_SECONDS = 10;

    private final ThreadPoolExecutor thread;

    PartialWriter() {
        this.thread = new ThreadPoolExecutor(
                1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), PartialWriter::daemon);
        thread.allowCoreThreadTimeOut(true);
    }

    /** Writes once, and gives the number of bytes taken. The caller's interrupt flag stays as others set it. */
    int write(OutputStream out, byte[] bytes, int offset, int size) throws IOException {
        Future<Integer> written;
        try {
            written = thread.submit(() -> writeInterrupted(out, bytes, offset, size));
        } catch (RejectedExecutionException e) {
            ClosedChannelException closed = new ClosedChannelException();
            closed.initCause(e);
            throw closed;
        }
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return written.get();
                } catch (InterruptedException e) {
                    // It takes moments, and the bytes are the other thread's until it is done.
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Ends its thread once a write in progress is done. */
    @Override
    public void close() {
        thread.shutdown();
    }

    private static int writeInterrupted(OutputStream out, byte[] bytes, int offset, int size) throws IOException {
        Thread.currentThread().interrupt();
        try {
            out.write(bytes, offset, size);
            return size;
        } catch (InterruptedIOException e) {
            return e.bytesTransferred;
        } finally {
            var unused = Thread.interrupted();
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "agentctl-stream-writer");
        thread.setDaemon(true);
        return thread;
    }
}
