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
    private VsockConnecting() {}

    static Connection connect(Endpoint.Vsock endpoint, Deadline deadline) {
        if (endpoint.cid() == Endpoint.ANY || endpoint.port() == Endpoint.ANY) {
            throw CONNECT.failed(
                    endpoint, Reason.IMPOSSIBLE, "\"any\" is for listening; name the CID and the port", null);
        }
        if (endpoint.cid() == AFVSOCKSocketAddress.VMADDR_CID_LOCAL && !VsockSupport.hasLoopback()) {
            throw CONNECT.failed(endpoint, Reason.UNAVAILABLE, VsockSupport.NO_LOOPBACK, null);
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
            AFVSOCKSocketAddress address = AFVSOCKSocketAddress.ofPortAndCID(endpoint.port(), endpoint.cid());
            if (!start(channel, address)) {
                await(channel, address, deadline);
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
     * finishConnect takes a socket of AF_VSOCK for connected in any case, and the selector does not pass the error on.
     */
    private static void await(
            AFSocketChannel<AFVSOCKSocketAddress> channel, AFVSOCKSocketAddress address, Deadline deadline)
            throws IOException {
        try (Selector selector = channel.provider().openSelector()) {
            SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT);
            boolean decided = false;
            while (!decided) {
                long millis = millis(deadline);
                int ready = millis == 0 ? selector.selectNow() : selector.select(millis);
                // A key that is invalid: the kernel has hung up.
                decided = ready > 0 || !key.isValid();
                if (!decided && millis == 0) {
                    throw new SocketTimeoutException("not connected in time");
                }
                if (!decided && Thread.currentThread().isInterrupted()) {
                    throw new InterruptedIOException("interrupted while connecting");
                }
            }
        }
        if (channel.getRemoteAddress() == null) {
            throw hasTimedOut(channel, address)
                    ? new SocketTimeoutException("the kernel has given up")
                    : new ConnectException("reset by the peer");
        }
    }

    /**
     * Where the peer has refused, the kernel counts the socket as connecting still, and another connect fails; where the
     * kernel has waited long enough, it begins anew. (AF_VSOCK of Linux, vsock_connect.)
     */
    private static boolean hasTimedOut(AFSocketChannel<AFVSOCKSocketAddress> channel, AFVSOCKSocketAddress address) {
        try {
            channel.connect(address);
            return true;
        } catch (IOException e) {
            return false;
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
