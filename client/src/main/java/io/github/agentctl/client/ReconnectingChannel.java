// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.client;

import io.github.agentctl.api.transport.Endpoint;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls over one connection at a time, and replaces it at the first call after its loss. Who dials is a thread of its own:
 * no caller's deadline or interrupt ends what others wait for too. Thread-safe.
 */
final class ReconnectingChannel extends Channel {
    private final Endpoint endpoint;
    private final String authority;
    private final Supplier<? extends ManagedChannel> dial;
    private final Backoff backoff;
    private final ThreadFactory threads;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile ManagedChannel current;
    private @Nullable CompletableFuture<ManagedChannel> attempt;
    private @Nullable Thread dialling;
    private @Nullable Throwable failure;
    private boolean noticed;
    private boolean closed;

    /**
     * @param endpoint where both lead, for messages
     * @param first the connection to begin with
     * @param dial makes another one; blocks, and throws where there is none
     * @param threads where it does so
     */
    ReconnectingChannel(
            Endpoint endpoint,
            ManagedChannel first,
            Supplier<? extends ManagedChannel> dial,
            Backoff backoff,
            ThreadFactory threads) {
        this.endpoint = endpoint;
        this.threads = threads;
        this.authority = first.authority();
        this.current = first;
        this.dial = dial;
        this.backoff = backoff;
    }

    @Override
    public <Q, A> ClientCall<Q, A> newCall(MethodDescriptor<Q, A> method, CallOptions options) {
        ManagedChannel now = current;
        return isLost(now) ? new PendingCall<>(next(), method, options) : now.newCall(method, options);
    }

    @Override
    public String authority() {
        return authority;
    }

    /** Ends the calls that are open and those that wait. Does not block. */
    void close() {
        CompletableFuture<ManagedChannel> waiting;
        lock.lock();
        try {
            closed = true;
            waiting = attempt;
            if (dialling != null) {
                dialling.interrupt();
            }
        } finally {
            lock.unlock();
        }
        current.shutdownNow();
        if (waiting != null) {
            waiting.completeExceptionally(ended());
        }
    }

    private static boolean isLost(ManagedChannel channel) {
        try {
            ConnectivityState state = channel.getState(false);
            return state == ConnectivityState.SHUTDOWN || state == ConnectivityState.TRANSIENT_FAILURE;
        } catch (UnsupportedOperationException e) {
            return channel.isShutdown() || channel.isTerminated();
        }
    }

    /** The connection that calls wait for. */
    private CompletableFuture<ManagedChannel> next() {
        lock.lock();
        try {
            if (closed) {
                return CompletableFuture.failedFuture(ended());
            }
            if (attempt != null) {
                return attempt;
            }
            if (!isLost(current)) {
                return CompletableFuture.completedFuture(current);
            }
            if (!noticed) {
                noticed = true;
                // Its calls end by themselves.
                current.shutdown();
                backoff.lost();
            }
            return backoff.left() > 0 ? CompletableFuture.failedFuture(tooSoon()) : begin();
        } finally {
            lock.unlock();
        }
    }

    private CompletableFuture<ManagedChannel> begin() {
        CompletableFuture<ManagedChannel> begun = new CompletableFuture<>();
        Thread thread = threads.newThread(() -> connect(begun));
        // First: where there are no more threads to be had this throws, and calls would wait for it from then on.
        thread.start();
        attempt = begun;
        dialling = thread;
        return begun;
    }

    private void connect(CompletableFuture<ManagedChannel> result) {
        try {
            ManagedChannel made = dial.get();
            take(made);
            result.complete(made);
        } catch (RuntimeException | Error e) {
            giveUp(e);
            result.completeExceptionally(unavailable("; the next call tries again", e));
        }
    }

    private void take(ManagedChannel made) {
        lock.lock();
        try {
            attempt = null;
            dialling = null;
            if (closed) {
                made.shutdownNow();
            }
            current = made;
            noticed = false;
            failure = null;
            backoff.made();
        } finally {
            lock.unlock();
        }
    }

    private void giveUp(Throwable cause) {
        lock.lock();
        try {
            attempt = null;
            dialling = null;
            failure = cause;
            backoff.failed();
        } finally {
            lock.unlock();
        }
    }

    private RuntimeException tooSoon() {
        Duration left = Duration.ofMillis(TimeUnit.NANOSECONDS.toMillis(backoff.left()) + 1);
        return unavailable("; the next attempt may begin in " + left.toMillis() + " ms", failure);
    }

    private RuntimeException unavailable(String next, @Nullable Throwable cause) {
        String why = cause == null ? "it did not last" : String.valueOf(cause.getMessage());
        return Status.UNAVAILABLE
                .withDescription("the connection to " + endpoint + " was lost and not made again: " + why + next)
                .withCause(cause)
                .asRuntimeException();
    }

    private static RuntimeException ended() {
        return Status.UNAVAILABLE.withDescription("the client is closed").asRuntimeException();
    }
}
