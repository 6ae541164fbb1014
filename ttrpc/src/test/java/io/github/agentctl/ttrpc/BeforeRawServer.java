// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.StringValue;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.transport.spi.Pipes;
import io.grpc.CallOptions;
import io.grpc.Deadline;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;

/** Our client, and a server that speaks in bytes. */
abstract class BeforeRawServer {
    static final byte[] HELLO = RawPeer.hex("0a0012070a0568656c6c6f");

    final Pipes pipes = Pipes.open(new Endpoint.Other("sim", ""));

    final TtrpcChannel channel = new TtrpcChannel(pipes.client());

    final RawPeer server = RawPeer.at(pipes.server());

    @AfterEach
    final void close() {
        channel.shutdownNow();
        server.close();
    }

    Future<StringValue> future(String text) {
        return ClientCalls.futureUnaryCall(channel.newCall(Echo.METHOD, CallOptions.DEFAULT), StringValue.of(text));
    }

    static void awaitWaiting(Thread caller) {
        Deadline limit = Deadline.after(10, TimeUnit.SECONDS);
        while (caller.getState() != Thread.State.WAITING && !limit.isExpired()) {
            Thread.onSpinWait();
        }
        assertThat(caller.getState()).isEqualTo(Thread.State.WAITING);
    }

    void awaitFirstBytes() {
        try {
            Deadline limit = Deadline.after(10, TimeUnit.SECONDS);
            boolean readable = false;
            while (!readable && !limit.isExpired()) {
                readable = server.connection().awaitReadable(limit);
            }
            assertThat(readable).isTrue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static CallOptions soon() {
        return CallOptions.DEFAULT.withDeadlineAfter(1, TimeUnit.SECONDS);
    }

    void assertServed() {
        CompletableFuture<String> reply = say();
        Frame.Whole request = server.receive();
        server.send(RawPeer.frame(request.streamId(), Frame.RESPONSE, HELLO));
        assertThat(reply).succeedsWithin(10, TimeUnit.SECONDS).isEqualTo("hello");
    }

    CompletableFuture<String> say() {
        return say(CallOptions.DEFAULT);
    }

    CompletableFuture<String> say(CallOptions options) {
        return say(options, "x");
    }

    CompletableFuture<String> say(CallOptions options, String text) {
        CompletableFuture<String> result = new CompletableFuture<>();
        caller(result, () -> Echo.say(channel, options, text));
        return result;
    }

    static Thread caller(CompletableFuture<String> result, Callable<String> call) {
        Thread thread = Threads.daemon("caller", () -> {
            try {
                result.complete(call.call());
            } catch (Exception e) {
                result.completeExceptionally(e);
            }
        });
        thread.start();
        return thread;
    }

    static String assertFails(CompletableFuture<String> reply, Status.Code code) {
        Throwable cause = org.assertj.core.api.Assertions.catchThrowable(() -> reply.get(10, TimeUnit.SECONDS))
                .getCause();
        assertThat(cause).isInstanceOf(StatusRuntimeException.class);
        Status status = ((StatusRuntimeException) cause).getStatus();
        assertThat(status.getCode()).as(status.toString()).isEqualTo(code);
        return String.valueOf(status.getDescription());
    }
}
