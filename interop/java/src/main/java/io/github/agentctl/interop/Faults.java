// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.interop;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;

/**
 * What one direction of one connection has to suffer, decided anew for each piece of its bytes. The same seed decides
 * the same for the same pieces; how the kernel hands them over is another matter. Not thread-safe.
 */
final class Faults {
    private static final int CUT_AFTER_MEAN = 1 << 20;

    /** What has been done to all connections together. */
    static final class Count {
        final LongAdder connections = new LongAdder();
        final LongAdder bytes = new LongAdder();
        final LongAdder splits = new LongAdder();
        final LongAdder delays = new LongAdder();
        final LongAdder holds = new LongAdder();
        final LongAdder cuts = new LongAdder();

        @Override
        public String toString() {
            return "%d connections, %d MiB, %d splits, %d delays of up to 4 ms, %d holds of up to 100 ms, %d cuts"
                    .formatted(
                            connections.sum(), bytes.sum() >> 20, splits.sum(), delays.sum(), holds.sum(), cuts.sum());
        }
    }

    /** How a connection is cut. */
    enum Cut {
        /** Both ends at once; what is in the relay or not read is lost. */
        CLOSE,
        /** The receiver sees the end of the stream and may still send. */
        HALF,
        /** As CLOSE, after a silence. */
        LATE
    }

    private final SplittableRandom random;
    private final Count count;
    private final Cut cut;
    private long left;

    Faults(long seed, Count count) {
        this.random = new SplittableRandom(seed);
        this.count = count;
        this.cut = Cut.values()[random.nextInt(Cut.values().length)];
        // One in 16 ends within its first frames, where each byte of a header may be the last.
        this.left = random.nextInt(16) == 0 ? random.nextInt(200) : random.nextLong(2L * CUT_AFTER_MEAN);
    }

    /** How many of these bytes go on in one piece; 0 when the connection is to be cut here. */
    int piece(int available) {
        int piece = available;
        int dice = random.nextInt(32);
        if (dice == 0) {
            piece = 1 + random.nextInt(Math.min(16, available));
        } else if (dice < 6) {
            piece = 1 + random.nextInt(available);
        }
        if (piece < available) {
            count.splits.increment();
        }
        piece = (int) Math.min(piece, left);
        left -= piece;
        count.bytes.add(piece);
        return piece;
    }

    /** Milliseconds to wait before the next piece; while one connection waits, the others go on and overtake it. */
    long pause() {
        int dice = random.nextInt(4096);
        if (dice < 2) {
            count.holds.increment();
            return 1 + random.nextInt(100);
        }
        if (dice < 64) {
            count.delays.increment();
            return 1 + random.nextInt(4);
        }
        return 0;
    }

    Cut cut() {
        count.cuts.increment();
        return cut;
    }
}
