// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.spi;

import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.TransportException;
import io.github.agentctl.api.transport.TransportException.Reason;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** The limits of a Unix socket's name (unix(7)). */
public final class SocketPath {
    /** How many bytes a path or an abstract name may have: {@code sun_path} without its NUL or its first byte. */
    public static final int LONGEST = 107;

    private SocketPath() {}

    /**
     * The path of an endpoint.
     *
     * @throws TransportException IMPOSSIBLE when it is too long or no path at all
     */
    public static Path of(Endpoint.Unix endpoint, Attempt attempt) {
        try {
            Path path = Path.of(endpoint.path());
            requireShort(endpoint, "path", bytes(path), attempt);
            return path;
        } catch (InvalidPathException e) {
            throw attempt.failed(endpoint, Reason.IMPOSSIBLE, "that is no path: " + e.getReason(), e);
        }
    }

    /**
     * The name of an abstract endpoint, encoded as the kernel gets it: UTF-8, without the NUL before it.
     *
     * @throws TransportException IMPOSSIBLE when it is too long
     */
    public static byte[] of(Endpoint.AbstractUnix endpoint, Attempt attempt) {
        byte[] name = endpoint.name().getBytes(StandardCharsets.UTF_8);
        requireShort(endpoint, "name", name.length, attempt);
        return name;
    }

    static int bytes(Path path) {
        return path.toString().getBytes(StandardCharsets.UTF_8).length;
    }

    private static void requireShort(Endpoint endpoint, String what, int bytes, Attempt attempt) {
        if (bytes > LONGEST) {
            throw attempt.failed(
                    endpoint,
                    Reason.IMPOSSIBLE,
                    "the " + what + " has " + bytes + " bytes and a Unix socket's has " + LONGEST
                            + " at most (choose a shorter one"
                            + (what.equals("path") ? ", or a symbolic link to its directory)" : ")"),
                    null);
        }
    }
}
