// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A service of the agent, put together from handlers. A call that has none is answered as the agent answers for what it
 * was built without.
 */
final class Calls {
    private final ServiceDescriptor service;
    private final Interference interference;
    private final Map<String, MethodDescriptor<?, ?>> missing = new LinkedHashMap<>();
    private final ServerServiceDefinition.Builder definition;

    Calls(ServiceDescriptor service, Interference interference) {
        this.service = service;
        this.interference = interference;
        this.definition = ServerServiceDefinition.builder(service);
        service.getMethods().forEach(method -> missing.put(method.getFullMethodName(), method));
    }

    /** A call that answers at once. */
    <Q extends Message, R> Calls answer(MethodDescriptor<Q, R> method, Function<Q, R> handler) {
        return answerLater(method, request -> CompletableFuture.completedFuture(handler.apply(request)));
    }

    /** A call that may have to wait. Its future is cancelled when the caller is gone or its time is over. */
    <Q extends Message, R> Calls answerLater(MethodDescriptor<Q, R> method, Function<Q, CompletableFuture<R>> handler) {
        if (missing.remove(method.getFullMethodName()) == null) {
            throw new IllegalStateException(
                    method.getFullMethodName() + " is no call of " + service.getName() + ", or has a handler already");
        }
        definition.addMethod(method, (call, headers) -> {
            WireFaults wire = FaultyConnection.faultsOf(call);
            return ServerCalls.<Q, R>asyncUnaryCall((request, caller) -> handle(method, handler, request, wire, caller))
                    .startCall(call, headers);
        });
        return this;
    }

    ServerServiceDefinition build() {
        List.copyOf(missing.values()).forEach(this::refuse);
        return definition.build();
    }

    @SuppressWarnings("unchecked") // All calls of the agent take and give messages.
    private void refuse(MethodDescriptor<?, ?> method) {
        String text = "/" + method.getFullMethodName() + " is not supported";
        answer((MethodDescriptor<Message, Message>) method, request -> {
            throw Failure.plain(Status.Code.NOT_FOUND, text);
        });
    }

    private <Q extends Message, R> void handle(
            MethodDescriptor<Q, R> method,
            Function<Q, CompletableFuture<R>> handler,
            Q request,
            WireFaults wire,
            StreamObserver<R> caller) {
        CompletableFuture<R> reply = interference.around(method, request, wire, () -> handler.apply(request));
        if (reply.isDone()) {
            var unused = reply.whenComplete((value, error) -> send(caller, value, error));
            return;
        }
        if (caller instanceof ServerCallStreamObserver<R> call) {
            call.setOnCancelHandler(() -> reply.cancel(false));
        }
        // On another thread, so that a slow peer holds up nobody else.
        var unused = reply.whenCompleteAsync(
                (value, error) -> {
                    if (!reply.isCancelled()) {
                        send(caller, value, error);
                    }
                },
                interference.late());
    }

    private static <R> void send(StreamObserver<R> caller, @Nullable R value, @Nullable Throwable error) {
        if (error != null) {
            caller.onError(inTheAgentsWords(error));
        } else if (value != null) {
            caller.onNext(value);
            caller.onCompleted();
        }
    }

    /** An error of a stream goes out as its text. */
    static Throwable inTheAgentsWords(Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        return cause instanceof IOException ? Failure.internal(String.valueOf(cause.getMessage())) : cause;
    }
}
