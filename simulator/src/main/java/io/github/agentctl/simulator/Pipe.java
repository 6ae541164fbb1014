// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A pipe of pipe(7): bytes in order through a buffer of 64 KiB. A read waits for a byte or the end, a write for room;
 * waiting costs no thread, the one who waits holds a future. Thread-safe; futures complete outside its lock.
 */
final class Pipe {
    /** How much a Linux pipe holds (pipe(7), "Pipe capacity"). */
    static final int CAPACITY = 65_536;

    private record Read(int limit, CompletableFuture<ByteString> result) {}

    private static final class Write {
        final ByteString data;
        final CompletableFuture<Integer> result = new CompletableFuture<>();
        int done;

        Write(ByteString data) {
            this.data = data;
        }
    }

    private final ByteRing ring = new ByteRing(CAPACITY);
    private final Deque<Read> reads = new ArrayDeque<>();
    private final Deque<Write> writes = new ArrayDeque<>();
    private boolean ended;
    private boolean abandoned;

    /**
     * Bytes as soon as there is one, at most {@code limit}; empty at the end of the stream, and at once for a limit of 0.
     * Who cancels the future takes nothing.
     */
    CompletableFuture<ByteString> read(int limit) {
        if (limit == 0) {
            return CompletableFuture.completedFuture(ByteString.EMPTY);
        }
        Read read = new Read(limit, new CompletableFuture<>());
        change(() -> reads.add(read));
        Later.onCancel(read.result, () -> change(() -> reads.remove(read)));
        return read.result;
    }

    /**
     * Completes with the length when all of it is in the pipe.
     *
     * @return a future that fails with an IOException when nobody will read, or the input has ended
     */
    CompletableFuture<Integer> write(ByteString data) {
        Write write = new Write(data);
        boolean[] refused = new boolean[1];
        change(() -> {
            refused[0] = ended;
            if (!ended) {
                writes.add(write);
            }
        });
        if (refused[0]) {
            write.result.completeExceptionally(brokenPipe());
            return write.result;
        }
        Later.onCancel(write.result, () -> change(() -> writes.remove(write)));
        return write.result;
    }

    /** Puts in what fits now and drops the rest, as the echo of a terminal that nobody reads. */
    void offer(ByteString data) {
        change(() -> {
            if (!ended && !abandoned && writes.isEmpty()) {
                int unused = ring.put(data, 0);
            }
        });
    }

    /** No more is written; readers get what is there, then the end. Writes that wait still go in. */
    void end() {
        change(() -> ended = true);
    }

    /** No more is read; whoever writes fails. */
    void abandon() {
        change(() -> abandoned = true);
    }

    /** How many reads wait for a byte. */
    int waitingReads() {
        synchronized (ring) {
            return reads.size();
        }
    }

    /** How many writes wait for room. */
    int waitingWrites() {
        synchronized (ring) {
            return writes.size();
        }
    }

    /** How many bytes wait to be read. */
    int size() {
        synchronized (ring) {
            return ring.size();
        }
    }

    private void change(Runnable change) {
        List<Runnable> completions = new ArrayList<>();
        synchronized (ring) {
            change.run();
            while (fill(completions) || drain(completions)) {
                // What is read makes room for what waits to be written, and the other way round.
            }
        }
        completions.forEach(Runnable::run);
    }

    private boolean fill(List<Runnable> completions) {
        Write write = writes.peek();
        if (write == null) {
            return false;
        }
        if (abandoned) {
            writes.remove();
            completions.add(() -> write.result.completeExceptionally(brokenPipe()));
            return true;
        }
        int count = ring.put(write.data, write.done);
        write.done += count;
        if (write.done == write.data.size()) {
            writes.remove();
            completions.add(() -> write.result.complete(write.data.size()));
            return true;
        }
        return count > 0;
    }

    private boolean drain(List<Runnable> completions) {
        boolean atEnd = abandoned || (ended && writes.isEmpty());
        Read read = reads.peek();
        if (read == null || (ring.size() == 0 && !atEnd)) {
            return false;
        }
        reads.remove();
        ByteString data = ring.take(read.limit);
        completions.add(() -> read.result.complete(data));
        return true;
    }

    private static IOException brokenPipe() {
        return new IOException("Broken pipe (os error 32)");
    }
}
