// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.vsock;

import static io.github.agentctl.transport.spi.Attempt.CONNECT;
import static io.github.agentctl.transport.spi.Attempt.LISTEN;

import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.TransportException;
import io.github.agentctl.api.transport.TransportException.Reason;
import io.github.agentctl.transport.spi.ListenFailure;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import org.newsclub.net.unix.AFVSOCKSocketAddress;
import org.newsclub.net.unix.AddressAlreadyInUseSocketException;
import org.newsclub.net.unix.AddressUnavailableSocketException;
import org.newsclub.net.unix.ConnectionRefusedSocketException;
import org.newsclub.net.unix.ConnectionResetSocketException;
import org.newsclub.net.unix.NetworkUnreachableSocketException;
import org.newsclub.net.unix.NoSuchDeviceSocketException;

/** What the kernel's errors mean with AF_VSOCK, whose transports each have their own habits. */
final class VsockFailure {
    private static final int FIRST_OF_EVERYBODY = 1024;

    private VsockFailure() {}

    static TransportException toConnect(Endpoint.Vsock endpoint, IOException cause) {
        if (cause instanceof ClosedByInterruptException
                || (cause instanceof InterruptedIOException && !(cause instanceof SocketTimeoutException))) {
            return CONNECT.failed(endpoint, Reason.OTHER, "interrupted while waiting", cause);
        }
        if (cause instanceof SocketTimeoutException) {
            return timedOut(endpoint, cause);
        }
        // Both are what a closed port gives, by transport: virtio and loopback reset, others refuse.
        if (cause instanceof ConnectionResetSocketException
                || cause instanceof ConnectionRefusedSocketException
                || cause instanceof ConnectException) {
            return CONNECT.failed(
                    endpoint, Reason.REFUSED, "nobody listens on that port (is the agent running?)", cause);
        }
        if (cause instanceof NoRouteToHostException
                || cause instanceof NoSuchDeviceSocketException
                || cause instanceof NetworkUnreachableSocketException) {
            return unknownCid(endpoint, cause);
        }
        return CONNECT.failed(endpoint, Reason.OTHER, "the kernel says: " + cause.getMessage(), cause);
    }

    private static TransportException timedOut(Endpoint.Vsock endpoint, IOException cause) {
        String why = isLocal(endpoint)
                ? "no answer within the limit of time (does the agent still accept?)"
                : "no answer within the limit of time (is the guest up, and is "
                        + Integer.toUnsignedString(endpoint.cid()) + " its CID?)";
        return CONNECT.failed(endpoint, Reason.TIMED_OUT, why, cause);
    }

    private static TransportException unknownCid(Endpoint.Vsock endpoint, IOException cause) {
        String why = isLocal(endpoint)
                ? VsockSupport.NO_LOOPBACK
                : "no virtual machine has that CID (is the guest up? A host needs the module vhost_vsock to reach guests)";
        return CONNECT.failed(endpoint, isLocal(endpoint) ? Reason.UNAVAILABLE : Reason.NOT_THERE, why, cause);
    }

    static TransportException toListen(Endpoint.Vsock endpoint, IOException cause) {
        if (cause instanceof AddressAlreadyInUseSocketException) {
            return ListenFailure.of(endpoint, (IOException) new BindException(cause.getMessage()).initCause(cause));
        }
        if (cause instanceof AddressUnavailableSocketException) {
            return LISTEN.failed(
                    endpoint,
                    Reason.IMPOSSIBLE,
                    "this machine has no such CID (vsock://-1:PORT takes any; for CID 1, " + VsockSupport.LOAD_LOOPBACK
                            + ")",
                    cause);
        }
        if (Integer.compareUnsigned(endpoint.port(), FIRST_OF_EVERYBODY) < 0) {
            return LISTEN.failed(
                    endpoint,
                    Reason.NO_PERMISSION,
                    "the kernel says: " + cause.getMessage() + " (ports below 1024 are root's)",
                    cause);
        }
        return ListenFailure.of(endpoint, cause);
    }

    private static boolean isLocal(Endpoint.Vsock endpoint) {
        return endpoint.cid() == AFVSOCKSocketAddress.VMADDR_CID_LOCAL;
    }
}
