// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jline.reader.impl.history.DefaultHistory;

/** A history that costs nobody the shell: a file that cannot be read is put aside, one that cannot be written is told. */
final class ShellHistory extends DefaultHistory {
    private final Path file;
    private final Log log;
    private boolean isTold;

    ShellHistory(Path file, Log log) {
        this.file = file;
        this.log = log;
    }

    @Override
    public void load() throws IOException {
        try {
            super.load();
        } catch (IOException | RuntimeException e) {
            Path aside = file.resolveSibling("history.broken");
            try {
                Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
                log.warn("the history in " + file + " cannot be read, and is now " + aside);
            } catch (IOException inTheWay) {
                log.warn("the history in " + file + " cannot be read: " + e);
            }
        }
    }

    @Override
    public void save() {
        try {
            super.save();
        } catch (IOException | RuntimeException e) {
            if (!isTold) {
                isTold = true;
                log.warn("the history is not kept: " + e);
            }
        }
    }
}
