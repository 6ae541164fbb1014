// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.codec;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Completes paths of local files: what is in a directory, hidden files where a dot is typed. */
final class PathCompletion {
    /** Nobody reads a longer list. */
    private static final int MOST = 1000;

    private PathCompletion() {}

    /** @param before what stands before the path in the word */
    static void complete(String before, String typed, Suggestions found) {
        int slash = typed.lastIndexOf('/') + 1;
        String directory = typed.substring(0, slash);
        String prefix = typed.substring(slash);
        for (Path path : list(directory.isEmpty() ? "." : directory, prefix)) {
            boolean isDirectory = Files.isDirectory(path);
            found.add(before + directory, path.getFileName() + (isDirectory ? "/" : ""), "", !isDirectory);
        }
    }

    private static List<Path> list(String directory, String prefix) {
        List<Path> paths = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of(directory))) {
            for (Path path : files) {
                String name = path.getFileName().toString();
                // A name may hold what acts on a terminal.
                if (name.startsWith(prefix)
                        && (prefix.startsWith(".") || !name.startsWith("."))
                        && Escapes.safe(name).equals(name)
                        && paths.size() < MOST) {
                    paths.add(path);
                }
            }
        } catch (IOException | DirectoryIteratorException | InvalidPathException e) {
            return List.of(); // a directory that cannot be read has nothing to suggest
        }
        paths.sort(null);
        return paths;
    }
}
