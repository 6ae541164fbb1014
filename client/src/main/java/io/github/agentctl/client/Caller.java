// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.client;

import io.github.agentctl.api.CallException;
import io.grpc.MethodDescriptor;
import java.util.concurrent.CompletableFuture;

/** Makes calls of one request and one reply. What the calls with names of their own are made of. Thread-safe. */
public interface Caller {
    /**
     * Calls, and waits for the reply. An interrupt ends the call with {@code CANCELLED} and keeps the thread's flag.
     *
     * @throws CallException when the call ends with any status but OK
     */
    <Q, A> A call(MethodDescriptor<Q, A> method, Q request);

    /** Calls without waiting. The future fails with {@link CallException}; cancelling it cancels the call. */
    <Q, A> CompletableFuture<A> callAsync(MethodDescriptor<Q, A> method, Q request);
}
