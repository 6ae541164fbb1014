// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import com.google.protobuf.ByteString;
import java.util.Arrays;

/** Bytes in, the same bytes out, up to a limit; takes memory only as it needs it. Not thread-safe. */
final class ByteRing {
    private static final int FIRST_SIZE = 1024;

    private final int capacity;
    private byte[] bytes = new byte[0];
    private int start;
    private int size;

    ByteRing(int capacity) {
        this.capacity = capacity;
    }

    int size() {
        return size;
    }

    int room() {
        return capacity - size;
    }

    /** Puts in what fits of {@code source} from an offset on, and says how much that was. */
    int put(ByteString source, int offset) {
        int count = Math.min(room(), source.size() - offset);
        grow(size + count);
        int at = 0;
        while (at < count) {
            int to = (start + size) % bytes.length;
            int part = Math.min(count - at, bytes.length - to);
            source.substring(offset + at, offset + at + part).copyTo(bytes, to);
            size += part;
            at += part;
        }
        return count;
    }

    /** Takes out at most so many. */
    ByteString take(int limit) {
        int count = Math.min(limit, size);
        byte[] taken = new byte[count];
        int first = Math.min(count, bytes.length - start);
        System.arraycopy(bytes, start, taken, 0, first);
        System.arraycopy(bytes, 0, taken, first, count - first);
        size -= count;
        start = size == 0 ? 0 : (start + count) % bytes.length;
        return ByteString.copyFrom(taken);
    }

    private void grow(int needed) {
        if (needed <= bytes.length) {
            return;
        }
        int length = Math.min(capacity, Math.max(FIRST_SIZE, Math.max(needed, bytes.length * 2)));
        byte[] wider = Arrays.copyOfRange(bytes, start, start + length);
        int tail = Math.max(0, start + size - bytes.length);
        System.arraycopy(bytes, 0, wider, size - tail, tail);
        bytes = wider;
        start = 0;
    }
}
