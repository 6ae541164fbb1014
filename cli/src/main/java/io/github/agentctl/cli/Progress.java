// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import com.google.protobuf.Message;
import io.github.agentctl.proto.CopyFileRequest;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** How far a file is that is copied in pieces: a line a second, for somebody who waits before a terminal. */
final class Progress {
    private static final long PAUSE = TimeUnit.SECONDS.toNanos(1);

    private final Log log;
    private final boolean wanted;
    private final LongSupplier nanoTime;
    private long last;

    /**
     * @param wanted whether somebody looks
     * @param nanoTime as {@link System#nanoTime}
     */
    Progress(Log log, boolean wanted, LongSupplier nanoTime) {
        this.log = log;
        this.wanted = wanted;
        this.nanoTime = nanoTime;
    }

    void begin() {
        last = nanoTime.getAsLong();
    }

    void sent(Message request) {
        if (!wanted || !(request instanceof CopyFileRequest copy)) {
            return;
        }
        long now = nanoTime.getAsLong();
        if (now - last < PAUSE) {
            return;
        }
        last = now;
        long done = copy.getOffset() + copy.getData().size();
        log.info(copy.getPath() + ": " + kibibytes(done) + " of " + kibibytes(copy.getFileSize()) + " KiB sent");
    }

    private static long kibibytes(long bytes) {
        return (bytes + 1023) / 1024;
    }
}
