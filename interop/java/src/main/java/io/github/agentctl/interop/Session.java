// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.interop;

import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.Transports;
import io.github.agentctl.ttrpc.TtrpcChannel;
import io.grpc.Deadline;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A connection to a server, and what a case needs on it.
 *
 * @param server java, go or rust: servers differ, and each case asserts what that one does
 * @param count calls, or messages in a stream
 */
record Session(String socket, String server, int count, TtrpcChannel channel) implements AutoCloseable {
    private static final AtomicInteger TOKENS = new AtomicInteger();

    static Session open(String socket, String server, int count) {
        Endpoint endpoint = Endpoint.parse("unix://" + socket);
        return new Session(
                socket,
                server,
                count,
                new TtrpcChannel(Transports.installed()
                        .select(endpoint, null)
                        .connect(endpoint, Deadline.after(5, TimeUnit.SECONDS))));
    }

    /** A session like this one on a connection of its own. */
    Session another() {
        return open(socket, server, count);
    }

    boolean isRust() {
        return server.equals("rust");
    }

    boolean isGo() {
        return server.equals("go");
    }

    PeerGrpc.PeerBlockingStub blocking() {
        return PeerGrpc.newBlockingStub(channel);
    }

    /** The stub for each kind of stream that a thread can read and write. */
    PeerGrpc.PeerBlockingV2Stub streams() {
        return PeerGrpc.newBlockingV2Stub(channel);
    }

    PeerGrpc.PeerFutureStub futures() {
        return PeerGrpc.newFutureStub(channel);
    }

    PeerGrpc.PeerStub asynchronous() {
        return PeerGrpc.newStub(channel);
    }

    static String token() {
        return "java-" + ProcessHandle.current().pid() + "-" + TOKENS.incrementAndGet();
    }

    /** Asserts that the connection still answers. */
    void alive() {
        Item item = Item.newBuilder().setNumber(7).setText("alive").build();
        same("reply", blocking().withDeadlineAfter(10, TimeUnit.SECONDS).unary(item), item);
    }

    /** Asserts what the server says of a call that waits, within 10 s. */
    void becomes(String token, State state) {
        OutcomeReply reply = blocking()
                .outcome(OutcomeRequest.newBuilder()
                        .setToken(token)
                        .setUntil(state)
                        .setWaitMillis(10_000)
                        .build());
        if (reply.getState() != state) {
            throw new AssertionError("the handler is " + reply + ", not " + state);
        }
    }

    static void same(String what, Object got, Object expected) {
        if (!expected.equals(got)) {
            throw new AssertionError(what + " is {" + got + "}, not {" + expected + "}");
        }
    }

    /** Asserts that the call ends with one of these codes; returns the status. */
    static Status fails(Callable<?> call, Status.Code... codes) throws Exception {
        try {
            throw new AssertionError("no error, but " + call.call() + "; expected " + List.of(codes));
        } catch (StatusRuntimeException | StatusException e) {
            Status status = Status.fromThrowable(e);
            if (!List.of(codes).contains(status.getCode())) {
                throw new AssertionError("ended with " + status + ", not " + List.of(codes), e);
            }
            return status;
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
