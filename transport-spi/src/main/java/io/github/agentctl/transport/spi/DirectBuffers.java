// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.spi;

import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * The direct buffers through which heap buffers go to and from the kernel. Channels would copy through ones of their own,
 * which they keep for each thread, one for each buffer of a gathering write, as long as the longest that it has ever
 * moved: 64 callers with messages of 4 MiB would fill all the direct memory there is. Reads and writes here never wait,
 * so no more of these are out at a time than threads run.
 */
final class DirectBuffers {
    /** More than a Unix socket takes at once. */
    static final int SIZE = 256 << 10;

    private static final BlockingQueue<ByteBuffer> FREE =
            new ArrayBlockingQueue<>(2 * Runtime.getRuntime().availableProcessors());

    private DirectBuffers() {}

    /** An empty one, of {@link #SIZE}; {@link #release} takes it back. */
    static ByteBuffer take() {
        ByteBuffer free = FREE.poll();
        return free == null ? ByteBuffer.allocateDirect(SIZE) : free.clear();
    }

    /** One that finds no room is left to the garbage collector. */
    static void release(ByteBuffer buffer) {
        boolean unused = FREE.offer(buffer);
    }
}
