// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import org.jline.reader.impl.history.DefaultHistory;
import org.jspecify.annotations.Nullable;

/** A history that costs nobody the shell: a file that cannot be read is put aside, one that cannot be written is told. */
final class ShellHistory extends DefaultHistory {
    private final @Nullable Path file;
    private final Log log;
    private boolean isTold;

    /** @param file null where it is kept in memory only */
    ShellHistory(@Nullable Path file, Log log) {
        this.file = file;
        this.log = log;
    }

    @Override
    public void load() throws IOException {
        try {
            super.load();
        } catch (IOException | RuntimeException e) {
            log.warn(file == null ? e.toString() : putAside(file, e));
        }
    }

    /** Beside the ones that were put aside before: somebody may want to mend them. */
    private static String putAside(Path file, Exception unread) {
        String problem = "the history in " + file + " cannot be read";
        try {
            for (int number = 1; ; number++) {
                Path aside = file.resolveSibling("history.broken" + (number == 1 ? "" : "." + number));
                if (Files.notExists(aside, LinkOption.NOFOLLOW_LINKS)) {
                    Files.move(file, aside);
                    return problem + ", so it is now " + aside + ", and a new one begins";
                }
            }
        } catch (IOException inTheWay) {
            return problem + ": " + unread + "; nor put aside: " + inTheWay;
        }
    }

    /** Each line that was pasted is one to come back to. */
    @Override
    public void add(Instant time, String text) {
        text.lines().filter(line -> !line.isBlank()).forEach(line -> super.add(time, line));
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
