// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import com.google.protobuf.Message;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What stands between a call and its handler: the one who takes notes, faults, a sandbox that is held, a policy. */
record Interference(
        Consumer<ReceivedCall> notes, Faults faults, Sandbox sandbox, Optional<Policy> policy, Executor late) {
    /** They need no sandbox. */
    private static final Set<String> FREE = Set.of("Check", "Version", "GetMetrics");

    private static final Set<String> HEALTH = Set.of("Check", "Version");
    private static final Set<String> READS = Set.of("ReadStdout", "ReadStderr");

    /**
     * The call's answer. Does not throw.
     *
     * @param wire those of the connection that the call came on
     */
    <R> CompletableFuture<R> around(
            MethodDescriptor<?, R> method, Message request, WireFaults wire, Supplier<CompletableFuture<R>> handler) {
        return safely(() -> aroundNoted(method, request, wire, handler));
    }

    private <R> CompletableFuture<R> aroundNoted(
            MethodDescriptor<?, R> method, Message request, WireFaults wire, Supplier<CompletableFuture<R>> handler) {
        String name = CallNames.of(method);
        notes.accept(new ReceivedCall(name, request));
        Supplier<CompletableFuture<R>> call = () -> safely(() -> guarded(method, request, handler));
        Optional<Fault> fault = faults.take(name);
        if (fault.isEmpty()) {
            return call.get();
        }
        // Known here and not on the thread that a delay leads to.
        Deadline deadline = Context.current().getDeadline();
        Supplier<CompletableFuture<R>> faulty = () -> apply(fault.get().effect(), method, wire, call, deadline);
        Duration delay = fault.get().delay();
        return delay.isZero() ? faulty.get() : Later.after(delay, late, faulty);
    }

    private <R> CompletableFuture<R> apply(
            FaultEffect effect,
            MethodDescriptor<?, R> method,
            WireFaults wire,
            Supplier<CompletableFuture<R>> call,
            @Nullable Deadline deadline) {
        if (effect instanceof FaultEffect.Hang) {
            return sandbox.hang();
        }
        if (effect instanceof FaultEffect.Fail fail) {
            return CompletableFuture.failedFuture(Failure.plain(fail.code(), fail.message()));
        }
        if (effect instanceof FaultEffect.Answer) {
            return call.get();
        }
        CompletableFuture<R> answer = call.get();
        CompletableFuture<R> result = new CompletableFuture<>();
        if (effect instanceof FaultEffect.Close) {
            answer.cancel(false);
            send(result, wire, new WireFault(effect, Duration.ZERO, WireFault.nothing()));
            return result;
        }
        Later.onCancel(result, () -> answer.cancel(false));
        var unused = answer.whenComplete((value, error) ->
                send(result, wire, new WireFault(effect, heldBack(effect, deadline), response(method, value, error))));
        return result;
    }

    private static void send(CompletableFuture<?> result, WireFaults wire, WireFault fault) {
        var failure = wire.failure(fault);
        if (!result.completeExceptionally(failure)) {
            var unused = wire.take(String.valueOf(failure.getStatus().getDescription()));
        }
    }

    private static Duration heldBack(FaultEffect effect, @Nullable Deadline deadline) {
        if (!(effect instanceof FaultEffect.Late late)) {
            return Duration.ZERO;
        }
        long left = deadline == null ? 0 : Math.max(0, deadline.timeRemaining(TimeUnit.NANOSECONDS));
        return late.by().plusNanos(left);
    }

    private static <R> ByteBuffer response(
            MethodDescriptor<?, R> method, @Nullable R value, @Nullable Throwable error) {
        if (value != null) {
            return WireFault.response(method.streamResponse(value));
        }
        Throwable failure = error == null ? new IllegalStateException("no answer") : Calls.inTheAgentsWords(error);
        return WireFault.response(Status.fromThrowable(failure));
    }

    private <R> CompletableFuture<R> guarded(
            MethodDescriptor<?, R> method, Message request, Supplier<CompletableFuture<R>> handler) {
        String name = CallNames.of(method);
        if (sandbox.held() && !FREE.contains(name)) {
            return sandbox.hang();
        }
        String type = request.getDescriptorForType().getName();
        if (policy.isEmpty() || HEALTH.contains(name) || policy.get().allows(type)) {
            return handler.get();
        }
        if (READS.contains(name)) {
            return Later.map(handler.get(), hidden -> method.parseResponse(InputStream.nullInputStream()));
        }
        throw Failure.quoted(Status.Code.PERMISSION_DENIED, type + " is blocked by policy: ");
    }

    private static <R> CompletableFuture<R> safely(Supplier<CompletableFuture<R>> call) {
        try {
            return call.get();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
