// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.interop;

import static io.github.agentctl.interop.Session.fails;
import static io.github.agentctl.interop.Session.same;

import com.google.protobuf.Empty;
import io.github.agentctl.api.transport.TransportException;
import io.grpc.Context;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.BlockingClientCall;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Deadlines, cancellation, and connections that end. */
final class EndCases {
    private static final long LIMIT_SECONDS = 5;

    private EndCases() {}

    static String deadline(Session session) throws Exception {
        long far = TimeUnit.SECONDS.toNanos(30);
        DeadlineReply got =
                session.blocking().withDeadlineAfter(far, TimeUnit.NANOSECONDS).deadline(Empty.getDefaultInstance());
        if (!got.getPresent() || got.getRemainingNanos() <= 0 || got.getRemainingNanos() > far) {
            throw new AssertionError("of a deadline in 30 s the server saw {" + got + "}");
        }
        same(
                "deadline of a call without",
                session.blocking().deadline(Empty.getDefaultInstance()),
                DeadlineReply.getDefaultInstance());

        BlockRequest request = block(20_000);
        long begin = System.nanoTime();
        fails(
                () -> session.blocking()
                        .withDeadlineAfter(300, TimeUnit.MILLISECONDS)
                        .block(request),
                Code.DEADLINE_EXCEEDED);
        inTime(begin);
        session.becomes(request.getToken(), State.STATE_CANCELLED);
        session.alive();
        return "";
    }

    static String streamDeadline(Session session) throws Exception {
        BlockRequest request = block(7_000);
        long begin = System.nanoTime();
        BlockingClientCall<?, Item> call =
                session.streams().withDeadlineAfter(300, TimeUnit.MILLISECONDS).blockStream(request);
        same("the first item", call.read() == null, false);
        fails(call::read, Code.DEADLINE_EXCEEDED);
        inTime(begin);
        if (!session.isRust()) {
            session.becomes(request.getToken(), State.STATE_CANCELLED);
        }
        session.alive();
        return session.isRust() ? "the server does not look at a stream's deadline" : "";
    }

    /** ttrpc has no frame for it: the caller is free at once, and the handler when the connection is gone. */
    static String cancellation(Session session) throws Exception {
        try (Session watch = session.another()) {
            BlockRequest call = block(20_000);
            BlockRequest stream = block(20_000);
            Context.CancellableContext context = Context.current().withCancellation();
            Future<Empty> running = context.call(() -> session.futures().block(call));
            BlockingClientCall<?, Item> items =
                    context.call(() -> session.streams().blockStream(stream));
            same("the first item", items.read() == null, false);
            watch.becomes(call.getToken(), State.STATE_RUNNING);
            context.cancel(null);
            fails(
                    () -> {
                        try {
                            return running.get(LIMIT_SECONDS, TimeUnit.SECONDS);
                        } catch (java.util.concurrent.ExecutionException e) {
                            throw io.grpc.Status.fromThrowable(e).asException();
                        }
                    },
                    Code.CANCELLED);
            fails(items::read, Code.CANCELLED);
            session.alive();
            session.close();
            watch.becomes(call.getToken(), State.STATE_CANCELLED);
            if (!session.isRust()) {
                watch.becomes(stream.getToken(), State.STATE_CANCELLED);
            }
            watch.alive();
            return session.isRust() ? "unary only: the server leaves handlers of streams running" : "";
        }
    }

    static String closeMidCall(Session session) throws Exception {
        fails(() -> session.blocking().hangupUnary(Empty.getDefaultInstance()), Code.UNAVAILABLE);
        try (Session second = session.another()) {
            int after = 3;
            var items = second.blocking()
                    .hangup(HangupRequest.newBuilder().setAfter(after).build());
            for (int i = 0; i < after; i++) {
                items.next();
            }
            fails(
                    () -> {
                        items.next();
                        return items.next();
                    },
                    Code.UNAVAILABLE);
        }
        try (Session next = session.another()) {
            next.alive();
        }
        return "";
    }

    /** Ends the server. */
    static String gracefulShutdown(Session session) throws Exception {
        BlockRequest request = block(2_000);
        Future<Empty> running = session.futures().block(request);
        session.becomes(request.getToken(), State.STATE_RUNNING);
        session.blocking()
                .shutdown(ShutdownRequest.newBuilder().setGraceMillis(10_000).build());
        while (isServed(session)) {
            if (running.isDone()) {
                throw new AssertionError("new connections were served until the running call ended");
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        same("the running call's reply", running.get(), Empty.getDefaultInstance());
        long begin = System.nanoTime();
        while (true) {
            try {
                session.alive();
            } catch (StatusRuntimeException e) {
                return "";
            }
            inTime(begin);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /** A connection that is accepted and never answered comes to nothing too. */
    private static boolean isServed(Session session) {
        try (Session next = session.another()) {
            next.blocking().withDeadlineAfter(1, TimeUnit.SECONDS).nothing(Empty.getDefaultInstance());
            return true;
        } catch (TransportException | StatusRuntimeException e) {
            return false;
        }
    }

    private static BlockRequest block(long millis) {
        return BlockRequest.newBuilder()
                .setToken(Session.token())
                .setHoldMillis(millis)
                .build();
    }

    private static void inTime(long begin) {
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin);
        if (seconds >= LIMIT_SECONDS) {
            throw new AssertionError("it took " + seconds + " s");
        }
    }
}
