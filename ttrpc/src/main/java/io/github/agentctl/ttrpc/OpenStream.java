// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/** What a client's connection knows of a call: its stream, and where the frames for it go. */
abstract class OpenStream {
    // Written once, before the stream is in the table of open ones.
    private Integer streamId = 0;
    private volatile @Nullable OutgoingFrame request;

    /** An object, made once: it is the key in the table. */
    final Integer streamId() {
        return streamId;
    }

    /** The frame that opens the stream, while nothing else of the stream was sent; null before it is there. */
    final @Nullable OutgoingFrame request() {
        return request;
    }

    final void openedAs(Integer id, OutgoingFrame frame) {
        streamId = id;
        request = frame;
    }

    /** More frames follow the first: it cannot be taken back alone. */
    final void keepRequest() {
        request = null;
    }

    abstract boolean isDone();

    /**
     * Takes a frame of this stream. On the thread that reads the connection; does not block.
     *
     * @return false when there is no room for it now; it is then to be brought again, soon and before any other
     */
    abstract boolean receive(Frame frame);

    /** Ends the call with no reply; false when it had ended before. */
    abstract boolean fail(Status status);

    /** As {@link #fail}, for the caller itself: it also ends what the peer has ended and the listener has not heard yet. */
    abstract boolean giveUp(Status status);

    /** Ends the call with its connection; what had come before may still be heard. */
    void lost(Status status) {
        fail(status);
    }
}
