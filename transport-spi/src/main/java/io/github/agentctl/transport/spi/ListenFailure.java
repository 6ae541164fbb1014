// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.spi;

import static io.github.agentctl.transport.spi.Attempt.LISTEN;

import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.TransportException;
import io.github.agentctl.api.transport.TransportException.Reason;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** What a failed bind means. */
public final class ListenFailure {
    private ListenFailure() {}

    /** The exception to throw for what a channel's bind, or a step of {@link SocketFile#bind}, threw. */
    public static TransportException of(Endpoint endpoint, IOException cause) {
        if (cause instanceof NoSuchFileException) {
            return LISTEN.failed(endpoint, Reason.NOT_THERE, "no such directory (make it first)", cause);
        }
        if (cause instanceof AccessDeniedException) {
            return LISTEN.failed(
                    endpoint,
                    Reason.NO_PERMISSION,
                    "permission denied to make a file in its directory (choose another, or another user)",
                    cause);
        }
        if (cause instanceof FileSystemException failure && failure.getReason() != null) {
            return LISTEN.failed(endpoint, Reason.OTHER, "the kernel says: " + failure.getReason(), cause);
        }
        if (cause instanceof BindException) {
            return LISTEN.failed(
                    endpoint, Reason.IN_USE, "somebody has the address already (choose another, or end them)", cause);
        }
        return LISTEN.failed(endpoint, Reason.OTHER, "the kernel says: " + cause.getMessage(), cause);
    }
}
