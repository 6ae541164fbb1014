// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.spi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What a path names, by its mode (inode(7)). */
enum FileKind {
    NOTHING("nothing"),
    SOCKET("a socket"),
    DIRECTORY("a directory"),
    SYMBOLIC_LINK("a symbolic link"),
    FILE("a file"),
    OTHER("a device or FIFO");

    private static final int TYPE = 0170000;

    private final String text;

    FileKind(String text) {
        this.text = text;
    }

    /** @throws IOException when nobody can say, for lack of permission for one */
    static FileKind of(Path path, LinkOption... options) throws IOException {
        try {
            int mode = (int) Files.getAttribute(path, "unix:mode", options);
            return switch (mode & TYPE) {
                case 0140000 -> SOCKET;
                case 0120000 -> SYMBOLIC_LINK;
                case 0100000 -> FILE;
                case 0040000 -> DIRECTORY;
                default -> OTHER;
            };
        } catch (NoSuchFileException e) {
            return NOTHING;
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
