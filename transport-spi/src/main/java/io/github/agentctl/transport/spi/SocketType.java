// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.spi;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a Unix socket carries. A path does not tell, and the kernel's error for the wrong type (EPROTOTYPE) is of the same
 * class as that for a full queue; but it lists the sockets of this network namespace by the path they were bound to.
 */
enum SocketType {
    STREAM("a stream socket"),
    DATAGRAM("a datagram socket"),
    PACKETS("a socket of packets"),
    /** Not listed under that path. */
    UNKNOWN("a socket");

    private static final Path LIST = Path.of("/proc/net/unix");

    /** {@code Num: RefCount Protocol Flags Type St Inode Path}, proc(5). */
    private static final Pattern ROW =
            Pattern.compile("^\\S+: \\S+ \\S+ \\S+ (\\S+) \\S+ +\\d+ (.*)$", Pattern.MULTILINE);

    private final String text;

    SocketType(String text) {
        this.text = text;
    }

    static SocketType of(Path path) {
        try {
            Set<String> names =
                    new HashSet<>(List.of(path.toString(), path.toRealPath().toString()));
            return named(names, new String(Files.readAllBytes(LIST), StandardCharsets.UTF_8));
        } catch (IOException e) {
            return UNKNOWN;
        }
    }

    private static SocketType named(Set<String> names, String list) {
        Matcher row = ROW.matcher(list);
        while (row.find()) {
            if (names.contains(row.group(2))) {
                return switch (row.group(1)) {
                    case "0001" -> STREAM;
                    case "0002" -> DATAGRAM;
                    case "0005" -> PACKETS;
                    default -> UNKNOWN;
                };
            }
        }
        return UNKNOWN;
    }

    @Override
    public String toString() {
        return text;
    }
}
