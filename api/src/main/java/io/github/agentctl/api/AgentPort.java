// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.api;

import com.google.protobuf.Message;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import java.util.concurrent.CompletableFuture;

/**
 * An agent, as its callers hold it. Thread-safe; many calls may be in flight at once. Limits of time, metadata and
 * interceptors are those of grpc-java: given by {@link CallOptions}, or on a stub over {@link #channel()}.
 */
public interface AgentPort extends AutoCloseable {
    /** The channel beneath: every generated stub and every client interceptor works on it. Closed by {@link #close()}. */
    Channel channel();

    /**
     * Calls, and waits for the reply. An interrupt ends the call with {@code CANCELLED} and keeps the thread's flag.
     *
     * @throws CallException when the call ends with any status but OK
     */
    <Q, A> A call(MethodDescriptor<Q, A> method, CallOptions options, Q request);

    /** Calls without waiting. The future fails with {@link CallException}; cancelling it cancels the call. */
    <Q, A> CompletableFuture<A> callAsync(MethodDescriptor<Q, A> method, CallOptions options, Q request);

    /**
     * Calls by name, with the {@link CallCodec} that is installed, and waits for the reply (the last one, where the
     * text takes several calls).
     *
     * @param specification as {@link CallCodec#decode} takes it; empty for a request with nothing set
     * @throws SpecificationException when the text is no call
     * @throws CallException when the call ends with any status but OK
     * @throws IllegalStateException when no codec is installed
     */
    Message call(String name, String specification);

    /** Cancels what is in flight and closes the connection. Does not block; a second call does nothing. */
    @Override
    void close();
}
