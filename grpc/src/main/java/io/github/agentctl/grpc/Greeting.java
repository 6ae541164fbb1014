// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.grpc;

import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.TransportException;
import io.github.agentctl.api.transport.TransportException.Reason;
import io.grpc.ConnectivityState;
import io.grpc.Deadline;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits for the words that every server of HTTP/2 says first: a server of ttrpc never says them. */
final class Greeting {
    private static final String OTHER = "; if it speaks ttrpc, use the wire ttrpc";

    private Greeting() {}

    /** Waits until the peer has greeted. The channel is shut down where it does not, or on an interrupt. */
    static GrpcChannel await(GrpcChannel channel, Deadline deadline) {
        try {
            ConnectivityState state = channel.getState(true);
            while (state != ConnectivityState.READY) {
                if (state == ConnectivityState.TRANSIENT_FAILURE || state == ConnectivityState.SHUTDOWN) {
                    throw notGreeted(channel);
                }
                CountDownLatch changed = new CountDownLatch(1);
                channel.notifyWhenStateChanged(state, changed::countDown);
                if (!changed.await(deadline.timeRemaining(TimeUnit.NANOSECONDS), TimeUnit.NANOSECONDS)) {
                    throw failed(
                            channel.endpoint(),
                            Reason.TIMED_OUT,
                            "it took the connection, and has not greeted in HTTP/2 in time" + OTHER);
                }
                state = channel.getState(true);
            }
            return channel;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            var unused = channel.shutdownNow();
            throw new TransportException(
                    channel.endpoint(), Reason.OTHER, "interrupted while connecting to " + channel.endpoint(), e);
        } catch (TransportException e) {
            channel.shutdownNow();
            throw e;
        }
    }

    private static TransportException notGreeted(GrpcChannel channel) {
        Throwable cause = channel.failure();
        String what = cause == null ? "it did not greet in HTTP/2" : String.valueOf(cause.getMessage());
        return failed(channel.endpoint(), Reason.OTHER_WIRE, what + OTHER);
    }

    private static TransportException failed(Endpoint endpoint, Reason reason, String what) {
        return new TransportException(
                endpoint, reason, "cannot speak gRPC with the peer at " + endpoint + ": " + what, null);
    }
}
