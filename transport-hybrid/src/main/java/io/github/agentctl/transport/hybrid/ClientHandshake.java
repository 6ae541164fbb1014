// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.hybrid;

import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.HandshakeException;
import io.github.agentctl.api.transport.HandshakeException.Phase;
import io.github.agentctl.api.transport.TransportException.Reason;
import io.grpc.Deadline;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Asks a hypervisor for a port: {@code CONNECT PORT}, and {@code OK NUMBER} comes back when the guest has taken the
 * connection. A hypervisor that cannot get through just closes, and one whose guest has not booted may reset.
 */
final class ClientHandshake {
    private static final String QUESTION = " (is that the hypervisor's VSOCK socket?)";

    /** The number is the hypervisor's own port, and means nothing here. */
    private static final Pattern OK = Pattern.compile("OK [0-9]+");

    private final Endpoint.Hybrid endpoint;

    private ClientHandshake(Endpoint.Hybrid endpoint) {
        this.endpoint = endpoint;
    }

    /**
     * Leaves the connection at the first byte of the agent's.
     *
     * @param longest ends it where the deadline is later
     * @throws HandshakeException when it fails; the connection is the caller's to close
     */
    static void make(Endpoint.Hybrid endpoint, Connection socket, Deadline deadline, Duration longest) {
        // An interrupt from before is no reason not to connect; one that comes while it waits is.
        boolean interrupted = Thread.interrupted();
        try {
            new ClientHandshake(endpoint)
                    .make(socket, deadline.minimum(Deadline.after(longest.toNanos(), TimeUnit.NANOSECONDS)));
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void make(Connection socket, Deadline deadline) {
        Line reply;
        try {
            new Line("CONNECT " + Integer.toUnsignedString(endpoint.port())).write(socket, deadline);
            reply = Line.read(socket, deadline);
        } catch (SocketTimeoutException e) {
            throw failed(Reason.TIMED_OUT, Phase.HANDSHAKE, silence(e) + QUESTION, e);
        } catch (InterruptedIOException e) {
            throw failed(Reason.OTHER, Phase.HANDSHAKE, "interrupted while waiting", e);
        } catch (EOFException e) {
            throw ended(e);
        } catch (Line.TooLongException e) {
            throw failed(
                    Reason.OTHER,
                    Phase.HANDSHAKE,
                    "the answer has no end within " + Line.LONGEST + " bytes: " + e.getMessage() + QUESTION,
                    e);
        } catch (IOException e) {
            throw closed("reset the connection", e);
        }
        if (!OK.matcher(reply.text()).matches()) {
            throw failed(
                    Reason.OTHER,
                    Phase.HANDSHAKE,
                    "the answer to CONNECT is " + reply.quoted() + ", not OK with a number" + QUESTION,
                    null);
        }
    }

    private static String silence(SocketTimeoutException cause) {
        String came = String.valueOf(cause.getMessage());
        return came.isEmpty()
                ? "no answer to CONNECT within the limit of time"
                : "the answer to CONNECT has no end within the limit of time: " + came;
    }

    private HandshakeException ended(EOFException cause) {
        String came = String.valueOf(cause.getMessage());
        return came.isEmpty()
                ? closed("closed the connection", cause)
                : failed(Reason.OTHER, Phase.HANDSHAKE, "the answer ends in its middle: " + came + QUESTION, cause);
    }

    private HandshakeException closed(String how, IOException cause) {
        return failed(
                Reason.REFUSED,
                Phase.GUEST_PORT,
                "the hypervisor " + how + " (has the guest booted, and does the agent listen on port "
                        + Integer.toUnsignedString(endpoint.port()) + "?)",
                cause);
    }

    private HandshakeException failed(Reason reason, Phase phase, String why, @Nullable Throwable cause) {
        return new HandshakeException(endpoint, reason, phase, why, cause);
    }
}
