// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.spi;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Lets one at a time replace a stale socket: among processes by a lock on a file beside it, which is there only as long
 * as somebody needs it; within this one, where file locks do not exclude threads, by a lock of its own.
 */
final class ReplacementLock {
    private static final ReentrantLock IN_PROCESS = new ReentrantLock();
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(10);

    private ReplacementLock() {}

    /** What is done by one at a time. */
    @FunctionalInterface
    interface Action {
        void run() throws IOException;
    }

    /** Waits for the others, who take moments, and does it. An interrupt does not matter. */
    static void hold(Path socket, Action action) throws IOException {
        Path file = socket.resolveSibling("." + socket.getFileName() + ".lock");
        IN_PROCESS.lock();
        try {
            FileChannel locked = lock(file);
            try {
                action.run();
            } finally {
                // Removed before it is unlocked: later it might be another's.
                try {
                    Files.deleteIfExists(file);
                } finally {
                    locked.close();
                }
            }
        } finally {
            IN_PROCESS.unlock();
        }
    }

    private static FileChannel lock(Path file) throws IOException {
        long start = System.nanoTime();
        while (true) {
            FileChannel locked = tryLock(file);
            if (locked != null) {
                return locked;
            }
            if (System.nanoTime() - start > LIMIT_NANOS) {
                throw new IOException("another process keeps " + file + " locked");
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private static @Nullable FileChannel tryLock(Path file) throws IOException {
        try {
            Files.createFile(file);
        } catch (FileAlreadyExistsException e) {
            // Somebody else needs it too.
        }
        FileKind kind = FileKind.of(file, LinkOption.NOFOLLOW_LINKS);
        if (kind != FileKind.FILE && kind != FileKind.NOTHING) {
            // To open a FIFO would wait for its reader, for ever.
            throw new IOException(file + " is " + kind + " and stands in the way of the lock; remove it");
        }
        try {
            Object key = key(file);
            FileChannel channel = FileChannel.open(file, Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
            try {
                // The same file before and after: the one before us may have removed what we have opened.
                if (channel.tryLock() != null && key != null && key.equals(key(file))) {
                    return channel;
                }
                channel.close();
                return null;
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private static @Nullable Object key(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }
}
