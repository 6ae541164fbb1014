// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.tck;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/** The files of sockets. */
final class SocketFiles {
    private SocketFiles() {}

    /** A socket whose listener has gone without removing it. */
    static void makeStale(Path path) throws IOException {
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(path));
        }
    }

    /** A path in that directory with so many bytes. */
    static Path ofLength(Path directory, int bytes) {
        return directory.resolve("x".repeat(bytes - directory.toString().length() - 1));
    }

    static List<String> in(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString()).toList();
        }
    }

    static void letOthersEnter(Path directory) throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
