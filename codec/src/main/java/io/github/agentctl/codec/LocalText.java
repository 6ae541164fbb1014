// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.codec;

import io.github.agentctl.api.SpecificationException;
import java.io.InputStream;

/** A local text file, read as the files are that a command names. */
public final class LocalText {
    private LocalText() {}

    /**
     * Reads it whole. Blocks; opening a FIFO that has no writer gives up after 10 s.
     *
     * @param path of a file in UTF-8, of at most 64 MiB; of a FIFO or a device, which give at most 4 MiB; or {@code -}
     * @param stdin what {@code -} reads, to 4 MiB at most
     * @throws SpecificationException when it cannot be read, or is no text; says the path and why
     */
    public static String read(String path, InputStream stdin) {
        try {
            return new LocalFiles(stdin).readText(path);
        } catch (BadValueException e) {
            throw new SpecificationException(path, -1, Escapes.safe(e.problem()), e);
        }
    }
}
