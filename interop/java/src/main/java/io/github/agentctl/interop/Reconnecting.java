// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.interop;

import io.github.agentctl.ttrpc.TtrpcChannel;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * A channel that makes a connection anew once a call has found the last one lost. The other calls of that one may still
 * end as they will. Thread-safe.
 */
final class Reconnecting extends Channel implements AutoCloseable {
    private final Supplier<TtrpcChannel> opener;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile TtrpcChannel channel;

    Reconnecting(Supplier<TtrpcChannel> opener) {
        this.opener = opener;
        this.channel = opener.get();
    }

    @Override
    public <Q, A> ClientCall<Q, A> newCall(MethodDescriptor<Q, A> method, CallOptions options) {
        TtrpcChannel used = channel;
        return new SimpleForwardingClientCall<>(used.newCall(method, options)) {
            @Override
            public void start(Listener<A> listener, Metadata headers) {
                super.start(
                        new SimpleForwardingClientCallListener<>(listener) {
                            @Override
                            public void onClose(Status status, Metadata trailers) {
                                if (status.getCode() == Status.Code.UNAVAILABLE) {
                                    lost(used);
                                }
                                super.onClose(status, trailers);
                            }
                        },
                        headers);
            }
        };
    }

    private void lost(TtrpcChannel used) {
        lock.lock();
        try {
            if (channel == used) {
                used.shutdown();
                channel = opener.get();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String authority() {
        return channel.authority();
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
