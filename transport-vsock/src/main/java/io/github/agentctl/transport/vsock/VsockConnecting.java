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
import java.net.SocketTimeoutException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.TimeUnit;
import org.newsclub.net.unix.AFSocketChannel;
import org.newsclub.net.unix.AFSocketOption;
import org.newsclub.net.unix.AFVSOCKSocketAddress;

/** Connects without blocking, and waits with a selector: junixsocket's own limit of time is kept by a second or so. */
final class VsockConnecting {
    /** SOL_SOCKET and SO_ERROR of Linux: what came of a connect (connect(2), EINPROGRESS). */
    private static final AFSocketOption<Integer> SO_ERROR = new AFSocketOption<>("SO_ERROR", Integer.class, 1, 4);

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
            if (!channel.connect(AFVSOCKSocketAddress.ofPortAndCID(endpoint.port(), endpoint.cid()))) {
                await(channel, deadline);
            }
            return new StreamConnection(endpoint, channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * Waits for the outcome, which the selector announces. The channel's own finishConnect takes a socket of AF_VSOCK for
     * connected from the beginning.
     */
    private static void await(AFSocketChannel<AFVSOCKSocketAddress> channel, Deadline deadline) throws IOException {
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
            Integer error = channel.getOption(SO_ERROR);
            if (error != null && error != 0) {
                throw VsockFailure.ofError(error);
            }
            if (!key.isValid()) {
                throw new IOException("the kernel has given the connection up and does not say why");
            }
        }
    }

    /** Rounded up, so that the last millisecond is waited for and not spun through. */
    private static long millis(Deadline deadline) {
        long nanos = deadline.timeRemaining(TimeUnit.NANOSECONDS);
        return nanos <= 0 ? 0 : TimeUnit.NANOSECONDS.toMillis(nanos - 1) + 1;
    }
}
