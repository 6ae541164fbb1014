// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the shell keeps what was typed: {@code kata-agent-ctl/history} in the user's directory of states (XDG Base
 * Directory Specification), for the user's eyes only, since there may be secrets in it.
 */
final class HistoryFile {
    private static final Set<PosixFilePermission> OWN_FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OWN_DIRECTORY = PosixFilePermissions.fromString("rwx------");

    private HistoryFile() {}

    /** The file, which is there then; null, and a warning, where it cannot be. */
    static @Nullable Path of(Map<String, String> variables, Log log) {
        try {
            Path states = states(variables);
            if (states == null) {
                log.debug("no history is kept: neither XDG_STATE_HOME nor HOME is an absolute path");
                return null;
            }
            Path directory = states.resolve("kata-agent-ctl");
            Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(OWN_DIRECTORY));
            Path file = directory.resolve("history");
            if (Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file)) {
                // A link to /dev/null is how people switch a history off; to open a FIFO would wait for ever.
                log.debug("no history is kept: " + file + " is no file");
                return null;
            }
            return made(file);
        } catch (IOException | UnsupportedOperationException | InvalidPathException e) {
            log.warn("the history is not kept: " + e);
            return null;
        }
    }

    private static Path made(Path file) throws IOException {
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(OWN_FILE));
        } catch (FileAlreadyExistsException e) {
            if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                // What a link points to is not ours to change.
                Files.setPosixFilePermissions(file, OWN_FILE);
            }
        }
        return file;
    }

    private static @Nullable Path states(Map<String, String> variables) {
        String given = variables.getOrDefault("XDG_STATE_HOME", "");
        if (given.startsWith("/")) {
            return Path.of(given);
        }
        String home = variables.getOrDefault("HOME", "");
        return home.startsWith("/") ? Path.of(home, ".local", "state") : null;
    }
}
