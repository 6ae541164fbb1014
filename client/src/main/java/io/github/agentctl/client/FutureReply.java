// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.client;

import io.github.agentctl.api.CallException;
import io.grpc.ClientCall;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The reply of one call in flight. Whoever cancels it cancels the call. */
final class FutureReply<A> extends CompletableFuture<A> {
    private final String method;
    private final ClientCall<?, A> call;

    FutureReply(String method, ClientCall<?, A> call) {
        this.method = method;
        this.call = call;
    }

    StreamObserver<A> observer() {
        return new StreamObserver<>() {
            private @Nullable A value;

            @Override
            public void onNext(A reply) {
                value = reply;
            }

            @Override
            public void onError(Throwable failure) {
                StatusRuntimeException cause = failure instanceof StatusRuntimeException e
                        ? e
                        : Status.fromThrowable(failure).asRuntimeException();
                completeExceptionally(new CallException(method, cause));
            }

            @Override
            public void onCompleted() {
                A reply = value;
                if (reply == null) {
                    onError(Status.INTERNAL.withDescription("no reply came").asRuntimeException());
                } else {
                    complete(reply);
                }
            }
        };
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        if (cancelled) {
            call.cancel("cancelled by the caller", null);
        }
        return cancelled;
    }

    /** What is derived from this one is an ordinary future: it has no call to cancel. */
    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }
}
