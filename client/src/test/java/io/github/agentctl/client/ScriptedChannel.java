// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.client;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A channel that ends each call with one status, after one reply where there is one; or leaves it open. */
final class ScriptedChannel extends ManagedChannel {
    final List<Object> requests = new ArrayList<>();
    final List<MethodDescriptor<?, ?>> methods = new ArrayList<>();
    final List<CallOptions> options = new ArrayList<>();
    final List<String> cancelled = new ArrayList<>();
    private final @Nullable Object reply;
    private final @Nullable Status end;
    private volatile boolean shutdown;

    ScriptedChannel(@Nullable Object reply, @Nullable Status end) {
        this.reply = reply;
        this.end = end;
    }

    @Override
    public <Q, A> ClientCall<Q, A> newCall(MethodDescriptor<Q, A> method, CallOptions given) {
        methods.add(method);
        options.add(given);
        return new ClientCall<>() {
            private Listener<A> listener;

            @Override
            public void start(Listener<A> responseListener, Metadata headers) {
                listener = responseListener;
            }

            @Override
            public void request(int numMessages) {}

            @Override
            public void cancel(@Nullable String message, @Nullable Throwable cause) {
                cancelled.add(message);
                listener.onClose(Status.CANCELLED.withDescription(message), new Metadata());
            }

            @Override
            public void sendMessage(Q message) {
                requests.add(message);
            }

            @Override
            @SuppressWarnings("unchecked") // the test says what the method's reply is
            public void halfClose() {
                if (end == null) {
                    return;
                }
                listener.onHeaders(new Metadata());
                if (reply != null) {
                    listener.onMessage((A) reply);
                }
                listener.onClose(end, new Metadata());
            }
        };
    }

    @Override
    public String authority() {
        return "scripted";
    }

    @Override
    public ManagedChannel shutdown() {
        shutdown = true;
        return this;
    }

    @Override
    public ManagedChannel shutdownNow() {
        return shutdown();
    }

    @Override
    public ConnectivityState getState(boolean requestConnection) {
        return shutdown ? ConnectivityState.SHUTDOWN : ConnectivityState.READY;
    }

    @Override
    public boolean isShutdown() {
        return shutdown;
    }

    @Override
    public boolean isTerminated() {
        return shutdown;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return shutdown;
    }
}
