// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.spi;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A name for a file that the JDK's socket calls take. They refuse 107 bytes, which the kernel takes: then the name is a
 * symbolic link in a directory of its own beneath {@code java.io.tmpdir}, which {@link #close} removes.
 */
public final class ShortPath implements Closeable {
    private static final int LONGEST = 106;

    private final Path path;
    private final @Nullable Path directory;

    private ShortPath(Path path, @Nullable Path directory) {
        this.path = path;
        this.directory = directory;
    }

    /**
     * A short name for a path.
     *
     * @param room how many bytes the caller appends to it
     */
    public static ShortPath of(Path path, int room) throws IOException {
        if (SocketPath.bytes(path) + room <= LONGEST) {
            return new ShortPath(path, null);
        }
        Path directory = Files.createTempDirectory("actl");
        try {
            return new ShortPath(Files.createSymbolicLink(directory.resolve("s"), path.toAbsolutePath()), directory);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(directory);
            throw e;
        }
    }

    /** The name; the path itself where that is short enough. */
    public Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        if (directory != null) {
            Files.deleteIfExists(path);
            Files.deleteIfExists(directory);
        }
    }
}
