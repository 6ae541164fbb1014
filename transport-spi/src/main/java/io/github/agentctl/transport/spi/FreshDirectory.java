// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.spi;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;

/** A directory of mode 0700 that nobody else has seen before; removed with what is in it at the end. */
final class FreshDirectory implements Closeable {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int TRIES = 100;

    private final Path path;

    private FreshDirectory(Path path) {
        this.path = path;
    }

    /** One in the directory of that file, under a short name. */
    static FreshDirectory beside(Path file) throws IOException {
        for (int i = 1; ; i++) {
            String name = ".a" + Integer.toString(RANDOM.nextInt(1 << 30), Character.MAX_RADIX);
            try {
                return new FreshDirectory(Files.createDirectory(
                        file.toAbsolutePath().resolveSibling(name),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))));
            } catch (FileAlreadyExistsException e) {
                if (i == TRIES) {
                    throw e;
                }
            }
        }
    }

    Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
            for (Path entry : entries) {
                Files.deleteIfExists(entry);
            }
        }
        Files.deleteIfExists(path);
    }
}
