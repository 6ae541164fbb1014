// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.interop;

import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/** What a call of an asynchronous stub answers, as a list for those who wait for its end. */
final class Collected<T> implements StreamObserver<T> {
    private final List<T> messages = new ArrayList<>();
    private final CompletableFuture<List<T>> end = new CompletableFuture<>();

    /** Makes the call and waits for its end. */
    static <T> List<T> from(Consumer<StreamObserver<T>> call) throws InterruptedException, ExecutionException {
        Collected<T> collected = new Collected<>();
        call.accept(collected);
        return collected.all();
    }

    List<T> all() throws InterruptedException, ExecutionException {
        return end.get();
    }

    @Override
    public void onNext(T message) {
        messages.add(message);
    }

    @Override
    public void onError(Throwable cause) {
        end.completeExceptionally(cause);
    }

    @Override
    public void onCompleted() {
        end.complete(messages);
    }
}
