// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.api.transport;

import io.grpc.Deadline;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One byte stream to a peer. Reading and writing never block; waiting is apart, so that a limit of time or an interrupt
 * of one caller never closes a connection that others share.
 *
 * <p>One thread may read (and wait for readability) while another writes (and waits for writability); {@link #wakeup},
 * {@link #shutdownOutput}, {@link #isOpen} and {@link #close} may be called by any thread at any time. An interrupt has no effect on the
 * connection.
 */
public interface Connection extends Closeable {
    /** The address this connection was made to or accepted on. */
    Endpoint endpoint();

    /**
     * Reads what is there. Does not block.
     *
     * @return bytes put into {@code target}; 0 when nothing is there now or {@code target} is full; -1 when the peer
     *     has closed its side and all is read
     * @throws IOException when the connection is closed or reset
     */
    int read(ByteBuffer target) throws IOException;

    /**
     * Writes as much as the peer takes now, from several buffers in turn. Does not block.
     *
     * @return bytes taken, which may be fewer than there are; 0 when none can be taken now
     * @throws IOException when the connection is closed, reset, or its output is shut down
     */
    long write(ByteBuffer[] sources, int offset, int length) throws IOException;

    /** Writes from one buffer, as {@link #write(ByteBuffer[], int, int)} does from several. */
    default int write(ByteBuffer source) throws IOException {
        return Math.toIntExact(write(new ByteBuffer[] {source}, 0, 1));
    }

    /**
     * Waits until a read would give bytes or the end of the stream. Returns early, and with false, when the deadline
     * passes, on {@link #wakeup}, and on an interrupt (the thread's flag is kept); now and then for no reason.
     *
     * @param until when to give up; null to wait without a limit
     * @throws IOException when the connection is closed, also while it waits (within 100 ms)
     */
    boolean awaitReadable(@Nullable Deadline until) throws IOException;

    /** Waits until a write would take bytes; else as {@link #awaitReadable}. */
    boolean awaitWritable(@Nullable Deadline until) throws IOException;

    /** Ends the waits in progress, or the next ones where none is. */
    void wakeup();

    /** Says to the peer that nothing more comes; reading goes on. A second call does nothing. */
    void shutdownOutput() throws IOException;

    /** Who is at the other end; empty where the kernel does not say. */
    Optional<PeerCredentials> peer();

    /** Whether {@link #close} was not called yet. A connection that the peer has closed is still open. */
    boolean isOpen();

    /** Frees the descriptor and wakes those who wait, within 100 ms. Never throws; a second call does nothing. */
    @Override
    void close();
}
