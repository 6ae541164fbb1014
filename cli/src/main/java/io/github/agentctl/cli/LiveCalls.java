// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import com.google.protobuf.Message;
import io.github.agentctl.api.AgentPort;
import io.github.agentctl.api.Call;
import io.github.agentctl.api.CallException;
import io.github.agentctl.api.SpecificationException;
import io.github.agentctl.api.transport.TransportException;
import io.grpc.CallOptions;
import io.grpc.Status;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Calls an agent, connecting at the first call, so that a mistake in it is told before anything is waited for. */
final class LiveCalls implements CallMaker {
    private final Supplier<? extends AgentPort> connector;
    private final Duration timeout;
    private final Replies replies;
    private final Progress progress;
    private final Log log;
    private @Nullable AgentPort agent;

    /** @param timeout of each call; zero for none */
    LiveCalls(Supplier<? extends AgentPort> connector, Duration timeout, Replies replies, Progress progress, Log log) {
        this.connector = connector;
        this.timeout = timeout;
        this.replies = replies;
        this.progress = progress;
        this.log = log;
    }

    /** @throws io.github.agentctl.api.transport.TransportException when there is no connection */
    AgentPort connect() {
        AgentPort connected = agent;
        if (connected == null) {
            connected = connector.get();
            agent = connected;
        }
        return connected;
    }

    /** One reply is written, also where the call takes several requests: the last one's. */
    @Override
    public void make(Call call) {
        Message reply = null;
        progress.begin();
        for (Message request : call.requests()) {
            reply = send(call, request);
            progress.sent(request);
        }
        if (reply == null) {
            throw new SpecificationException(call.name(), -1, call.name() + " gives nothing to send");
        }
        replies.write(reply);
    }

    @Override
    public void close() {
        AgentPort connected = agent;
        if (connected != null) {
            connected.close();
            agent = null;
        }
    }

    private Message send(Call call, Message request) {
        AgentPort port = connect();
        if (log.isOn(LogLevel.TRACE)) {
            log.trace(call.name() + " sends " + Replies.text(request));
        }
        long began = System.nanoTime();
        try {
            return port.call(call.method(), options(), request);
        } catch (CallException e) {
            InterruptedRunException.throwIfInterrupted();
            if (e.status().getCause() instanceof TransportException other) {
                // Somebody is there, with whom this wire is none: that is no word of the agent.
                throw other;
            }
            if (e.status().getCode() == Status.Code.UNAVAILABLE && e.status().getCause() != null) {
                // The wire's own word, with its reason, and not the agent's: the connection is lost. The next call, if
                // there is one, makes a new one.
                close();
            }
            throw e;
        } finally {
            if (log.isOn(LogLevel.DEBUG)) {
                double millis = (System.nanoTime() - began) / 1e6;
                log.debug(String.format(Locale.ROOT, "%s took %.3f ms", call.name(), millis));
            }
        }
    }

    private CallOptions options() {
        return timeout.isZero()
                ? CallOptions.DEFAULT
                : CallOptions.DEFAULT.withDeadlineAfter(timeout.toNanos(), TimeUnit.NANOSECONDS);
    }
}
