// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.tck;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The sockets and selectors of this process, as {@code /proc/self/fd} has them. */
final class Descriptors {
    private Descriptors() {}

    /** Jars and other files do not count: class loading opens some at any time. */
    static long count() throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            List<Path> listed = descriptors.toList();
            return listed.stream().filter(Descriptors::isOfInterest).count();
        }
    }

    private static boolean isOfInterest(Path descriptor) {
        try {
            String target = Files.readSymbolicLink(descriptor).toString();
            return target.startsWith("socket:") || target.startsWith("anon_inode:") || target.startsWith("pipe:");
        } catch (IOException e) {
            return false;
        }
    }
}
