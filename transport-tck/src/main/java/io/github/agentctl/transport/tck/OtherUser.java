// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.tck;

import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.TransportException;
import io.github.agentctl.api.transport.Transports;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Connects in a JVM of another user's. */
public final class OtherUser {
    private static final String NOBODY = "65534";
    private static final Path SETPRIV = Path.of("/usr/bin/setpriv");

    private OtherUser() {}

    /** Connects by the provider of a name to an address, and prints what came of it; run by the tests. */
    public static void main(String[] arguments) {
        Endpoint endpoint = Endpoint.parse(arguments[1]);
        try (Connection connection =
                Transports.installed().select(endpoint, arguments[0]).connect(endpoint, Blocking.limit())) {
            System.out.println("connected to " + connection.endpoint());
        } catch (TransportException e) {
            System.out.println(e.reason() + " " + e.getMessage());
        }
    }

    /** What {@link #main} prints as the user nobody. Skips the test where this user cannot become another. */
    static String connect(String provider, Endpoint endpoint) throws IOException, InterruptedException {
        Assumptions.assumeTrue(
                "0".equals(String.valueOf(Files.getAttribute(Path.of("/proc/self"), "unix:uid")))
                        && Files.isExecutable(SETPRIV),
                "another user is needed; run as root, with setpriv (util-linux)");
        Path copies = Files.createTempDirectory("other-user");
        try {
            Files.setPosixFilePermissions(copies, PosixFilePermissions.fromString("rwxr-xr-x"));
            Process process = new ProcessBuilder(
                            SETPRIV.toString(),
                            "--reuid=" + NOBODY,
                            "--regid=" + NOBODY,
                            "--clear-groups",
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            readableClassPath(copies),
                            OtherUser.class.getName(),
                            provider,
                            endpoint.toString())
                    .directory(new File("/"))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            return printed;
        } finally {
            deleteAll(copies);
        }
    }

    /** The class path may lie in root's home, where nobody else may read. */
    private static String readableClassPath(Path copies) throws IOException {
        List<String> entries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path from = Path.of(entry);
            if (Files.exists(from)) {
                Path to = copies.resolve(String.valueOf(entries.size()) + (Files.isRegularFile(from) ? ".jar" : ""));
                copyAll(from, to);
                entries.add(to.toString());
            }
        }
        return String.join(File.pathSeparator, entries);
    }

    private static void copyAll(Path from, Path to) throws IOException {
        for (Path source : walk(from)) {
            Path target = to.resolve(from.relativize(source).toString());
            Files.copy(source, target);
            Files.setPosixFilePermissions(
                    target, PosixFilePermissions.fromString(Files.isDirectory(source) ? "rwxr-xr-x" : "rw-r--r--"));
        }
    }

    private static void deleteAll(Path directory) throws IOException {
        List<Path> paths = walk(directory);
        for (int i = paths.size() - 1; i >= 0; i--) {
            Files.delete(paths.get(i));
        }
    }

    private static List<Path> walk(Path from) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            return paths.collect(Collectors.toList());
        }
    }
}
