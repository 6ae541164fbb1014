// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.vsock;

import static io.github.agentctl.transport.spi.Attempt.CONNECT;

import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.TransportException.Reason;
import io.github.agentctl.transport.spi.StreamConnection;
import io.grpc.Deadline;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.TimeUnit;
import org.newsclub.net.unix.AFSocketChannel;
import org.newsclub.net.unix.AFVSOCKSocketAddress;

/** Connects without blocking, and waits with a selector: junixsocket's own limit of time is kept by a second or so. */
final class VsockConnecting {
    /** A little less than what the kernel waits for an answer (VSOCK_DEFAULT_CONNECT_TIMEOUT, 2 s). */
    private static final long KERNELS_MILLIS = 1900;

    private VsockConnecting() {}

    static Connection connect(Endpoint.Vsock endpoint, Deadline deadline) {
        if (endpoint.cid() == Endpoint.ANY || endpoint.port() == Endpoint.ANY) {
            throw CONNECT.failed(
                    endpoint, Reason.IMPOSSIBLE, "\"any\" is for listening; name the CID and the port", null);
        }
        if (endpoint.cid() == AFVSOCKSocketAddress.VMADDR_CID_LOCAL && VsockSupport.isLoopbackMissing()) {
            throw CONNECT.failed(
                    endpoint,
                    Reason.UNAVAILABLE,
                    "CID 1 is this machine itself, and its kernel has no VSOCK loopback (" + VsockSupport.LOAD_LOOPBACK
                            + ")",
                    null);
        }
        // An interrupt from before is no reason not to connect; one that comes while it waits is.
        boolean interrupted = Thread.interrupted();
        try {
            return open(endpoint, deadline);
        } catch (IOException e) {
            throw VsockFailure.toConnect(endpoint, e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static Connection open(Endpoint.Vsock endpoint, Deadline deadline) throws IOException {
        AFSocketChannel<AFVSOCKSocketAddress> channel = VsockSocket.openChannel();
        try {
            channel.configureBlocking(false);
            if (!start(channel, AFVSOCKSocketAddress.ofPortAndCID(endpoint.port(), endpoint.cid()))) {
                await(channel, deadline);
            }
            requirePeer(endpoint, channel);
            return new StreamConnection(endpoint, channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Whether it is connected at once. */
    private static boolean start(AFSocketChannel<AFVSOCKSocketAddress> channel, AFVSOCKSocketAddress address)
            throws IOException {
        try {
            return channel.connect(address);
        } catch (SocketException e) {
            // "Already connected", where the peer was quick to answer: between the kernel's "in progress" and what
            // junixsocket asks it next.
            if (channel.isOpen() && channel.getRemoteAddress() != null) {
                return true;
            }
            throw e;
        }
    }

    /**
     * Waits until the selector announces the outcome. What it is, only the peer's address tells: the channel's
     * finishConnect takes a socket of AF_VSOCK for connected in any case, and by then the kernel has given its error to
     * the selector, which does not pass it on. But the kernel gives up after two seconds, and not before.
     */
    private static void await(AFSocketChannel<AFVSOCKSocketAddress> channel, Deadline deadline) throws IOException {
        Deadline kernels = Deadline.after(KERNELS_MILLIS, TimeUnit.MILLISECONDS);
        try (Selector selector = channel.provider().openSelector()) {
            SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT);
            boolean decided = false;
            while (!decided) {
                long millis = millis(deadline);
                if (millis == 0) {
                    throw new SocketTimeoutException("not connected in time");
                }
                // A key that is invalid: the kernel has hung up.
                decided = selector.select(millis) > 0 || !key.isValid();
                if (!decided && Thread.currentThread().isInterrupted()) {
                    throw new InterruptedIOException("interrupted while connecting");
                }
            }
        }
        if (channel.getRemoteAddress() == null) {
            throw kernels.isExpired()
                    ? new SocketTimeoutException("the kernel has given up")
                    : new ConnectException("reset by the peer");
        }
    }

    /** junixsocket tries another CID by itself where the kernel does not like 1. */
    private static void requirePeer(Endpoint.Vsock endpoint, AFSocketChannel<AFVSOCKSocketAddress> channel)
            throws IOException {
        AFVSOCKSocketAddress peer = channel.getRemoteAddress();
        if (peer == null || peer.getVSOCKCID() != endpoint.cid()) {
            throw new NoRouteToHostException("the kernel has no such CID");
        }
    }

    /** Rounded up, so that the last millisecond is waited for and not spun through. */
    private static long millis(Deadline deadline) {
        long nanos = deadline.timeRemaining(TimeUnit.NANOSECONDS);
        return nanos <= 0 ? 0 : TimeUnit.NANOSECONDS.toMillis(nanos - 1) + 1;
    }
}
