// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.grpc;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A call that cannot be made; its listener hears why as soon as it starts. ttrpc has one too: the wires know nothing of each
 * other, and what both stand on, {@code api}, has no use for it.
 */
final class FailedCall<Q, A> extends ClientCall<Q, A> {
    private final Status status;
    private final Executor executor;

    FailedCall(Status status, CallOptions options) {
        this.status = status;
        this.executor = options.getExecutor() == null ? Threads.waiting() : options.getExecutor();
    }

    @Override
    public void start(Listener<A> listener, Metadata headers) {
        executor.execute(() -> listener.onClose(status, new Metadata()));
    }

    @Override
    public void request(int count) {}

    @Override
    public void cancel(@Nullable String why, @Nullable Throwable cause) {}

    @Override
    public void halfClose() {}

    @Override
    public void sendMessage(Q message) {}
}
