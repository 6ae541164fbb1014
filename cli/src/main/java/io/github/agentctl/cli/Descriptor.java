// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a standard stream is connected to. */
enum Descriptor {
    TERMINAL,
    /** A pipe or a socket. */
    PIPE,
    /** A file, for one; also where it is not known. */
    OTHER;

    /**
     * Asks the kernel (proc(5), {@code /proc/pid/fd}). {@link System#console} would not do: it takes standard input and
     * output together, and from JDK 22 on it is there without a terminal as well.
     */
    static Descriptor of(int number) {
        try {
            String target =
                    Files.readSymbolicLink(Path.of("/proc/self/fd/" + number)).toString();
            if (target.startsWith("pipe:") || target.startsWith("socket:")) {
                return PIPE;
            }
            boolean terminal = target.startsWith("/dev/pts/")
                    || target.startsWith("/dev/tty")
                    || target.startsWith("/dev/hvc")
                    || target.equals("/dev/console");
            return terminal ? TERMINAL : OTHER;
        } catch (IOException | UnsupportedOperationException e) {
            return OTHER;
        }
    }
}
