// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.unix;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The numbers behind the principals that the JDK gives instead of them: this process's own, those of the local user and
 * group files (passwd(5), group(5)), and those without a name, whose name is their number.
 */
final class PrincipalIds {
    private static final Path SELF = Path.of("/proc/self");

    private PrincipalIds() {}

    static Optional<Long> uid(UserPrincipal user) {
        return own("unix:uid", user).or(() -> listed(Path.of("/etc/passwd"), user.getName()));
    }

    static Optional<Long> gid(GroupPrincipal group) {
        return own("unix:gid", group).or(() -> listed(Path.of("/etc/group"), group.getName()));
    }

    private static Optional<Long> own(String attribute, UserPrincipal principal) {
        try {
            PosixFileAttributes self = Files.readAttributes(SELF, PosixFileAttributes.class);
            boolean mine = principal.equals(attribute.equals("unix:gid") ? self.group() : self.owner());
            return mine ? Optional.of(((Number) Files.getAttribute(SELF, attribute)).longValue()) : Optional.empty();
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }

    private static Optional<Long> listed(Path file, String name) {
        // Names are bytes to the kernel; this charset takes all of them.
        try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            Optional<Long> id = lines.map(line -> line.split(":", -1))
                    .filter(fields -> fields.length > 2 && fields[0].equals(name))
                    .findFirst()
                    .flatMap(fields -> number(fields[2]));
            return id.or(() -> number(name));
        } catch (IOException | UncheckedIOException e) {
            return number(name);
        }
    }

    private static Optional<Long> number(String text) {
        try {
            return Optional.of(Long.parseLong(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
