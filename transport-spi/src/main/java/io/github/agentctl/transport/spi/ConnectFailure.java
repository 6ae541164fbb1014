// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.spi;

import static io.github.agentctl.transport.spi.Attempt.CONNECT;

import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.TransportException;
import io.github.agentctl.api.transport.TransportException.Reason;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * What a failed connect means. Judged by the class of the exception and by what is at the path, not by the kernel's
 * words, which follow the user's locale.
 */
public final class ConnectFailure {
    private ConnectFailure() {}

    /** The exception to throw for what a channel's connect threw. */
    public static TransportException of(Endpoint endpoint, IOException cause) {
        if (cause instanceof SocketTimeoutException) {
            return timedOut(endpoint, cause);
        }
        if (!(cause instanceof ConnectException) && !Descriptors.areFree()) {
            return CONNECT.failed(endpoint, Reason.OTHER, Descriptors.NONE, cause);
        }
        if (endpoint instanceof Endpoint.Unix unix) {
            return unix(unix, cause);
        }
        if (!(cause instanceof ConnectException)) {
            return CONNECT.failed(endpoint, Reason.OTHER, words(cause), cause);
        }
        String why = endpoint instanceof Endpoint.AbstractUnix
                ? "nobody listens on that name (is the agent running? An abstract name belongs to a network namespace:"
                        + " is the agent in the same one?)"
                : "nobody listens there (is the agent running?)";
        return CONNECT.failed(endpoint, Reason.REFUSED, why, cause);
    }

    /** The exception for a deadline that has passed. */
    public static TransportException timedOut(Endpoint endpoint, IOException cause) {
        return CONNECT.failed(
                endpoint,
                Reason.TIMED_OUT,
                "no answer within the limit of time (does the agent still accept? " + words(cause) + ")",
                cause);
    }

    /** Whether the socket is there and may be connected to, but not now: its queue is full. */
    static boolean isBusy(Endpoint endpoint, IOException cause) {
        try {
            return endpoint instanceof Endpoint.Unix unix
                    && !(cause instanceof ConnectException)
                    && FileKind.of(Path.of(unix.path())) == FileKind.SOCKET
                    && Files.isWritable(Path.of(unix.path()))
                    && Descriptors.areFree();
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether what listens there certainly carries no streams. */
    static boolean isOfOtherType(Endpoint endpoint) {
        return endpoint instanceof Endpoint.Unix unix && isOther(SocketType.of(Path.of(unix.path())));
    }

    private static boolean isOther(SocketType type) {
        return type == SocketType.DATAGRAM || type == SocketType.PACKETS;
    }

    private static TransportException unix(Endpoint.Unix endpoint, IOException cause) {
        Path path = Path.of(endpoint.path());
        FileKind kind;
        try {
            kind = FileKind.of(path);
        } catch (AccessDeniedException e) {
            return CONNECT.failed(
                    endpoint,
                    Reason.NO_PERMISSION,
                    "permission denied to a directory on the way (run as the user the agent runs as)",
                    cause);
        } catch (IOException e) {
            return CONNECT.failed(endpoint, Reason.OTHER, words(cause), cause);
        }
        if (kind == FileKind.NOTHING) {
            return CONNECT.failed(endpoint, Reason.NOT_THERE, "no such socket (is the agent running?)", cause);
        }
        if (kind != FileKind.SOCKET) {
            return CONNECT.failed(endpoint, Reason.OTHER, "that is " + kind + ", no socket (check the path)", cause);
        }
        if (!Files.isWritable(path)) {
            return CONNECT.failed(endpoint, Reason.NO_PERMISSION, "permission denied" + owner(path), cause);
        }
        if (cause instanceof ConnectException) {
            return CONNECT.failed(
                    endpoint,
                    Reason.REFUSED,
                    "nobody listens there, only the socket's file is left (has the agent ended?)",
                    cause);
        }
        SocketType type = SocketType.of(path);
        String why = isOther(type) ? "that is " + type + ", no stream socket (check the path)" : words(cause);
        return CONNECT.failed(endpoint, Reason.OTHER, why, cause);
    }

    private static String owner(Path path) {
        try {
            return " (it belongs to " + Files.getOwner(path).getName() + ", mode "
                    + PosixFilePermissions.toString(Files.getPosixFilePermissions(path)) + "; run as that user)";
        } catch (IOException e) {
            return " (run as the user the agent runs as)";
        }
    }

    private static String words(IOException cause) {
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : "the kernel says: " + message;
    }
}
