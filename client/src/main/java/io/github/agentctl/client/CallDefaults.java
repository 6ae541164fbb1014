// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.client;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A channel that gives a call what the call does not bring itself: a limit of time, an executor. */
final class CallDefaults extends Channel {
    /** The limit of one call; zero for none. It begins with the call, where a deadline would begin with its options. */
    static final CallOptions.Key<@Nullable Duration> LIMIT = CallOptions.Key.create("io.github.agentctl.client.limit");

    private final Channel channel;
    private final Duration limit;
    private final @Nullable Executor executor;

    CallDefaults(Channel channel, Duration limit, @Nullable Executor executor) {
        this.channel = channel;
        this.limit = limit;
        this.executor = executor;
    }

    @Override
    public <Q, A> ClientCall<Q, A> newCall(MethodDescriptor<Q, A> method, CallOptions options) {
        return channel.newCall(method, withExecutor(withDeadline(options)));
    }

    @Override
    public String authority() {
        return channel.authority();
    }

    private CallOptions withDeadline(CallOptions options) {
        Duration own = options.getOption(LIMIT);
        Duration applied = own == null ? limit : own;
        return applied.isZero() || options.getDeadline() != null
                ? options
                : options.withDeadlineAfter(Limits.nanos(applied), TimeUnit.NANOSECONDS);
    }

    private CallOptions withExecutor(CallOptions options) {
        return executor == null || options.getExecutor() != null ? options : options.withExecutor(executor);
    }
}
