// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.proto.CheckRequest;
import io.github.agentctl.proto.HealthCheckResponse;
import io.github.agentctl.proto.HealthGrpc;
import io.github.agentctl.transport.spi.Pipes;
import io.grpc.CallOptions;
import io.grpc.ConnectivityState;
import io.grpc.Deadline;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A client, and a server that says what it is told to. */
@Timeout(60)
class RawServerTest {
    private static final int HEADERS = 1;
    private static final String SETTINGS = "000000040000000000";
    private static final String NO_STREAMS = "000006040000000000" + "000300000000";
    private static final String ABRUPT = "00000b070000000000" + "00000000" + "00000000" + hex("bye");
    private static final String GRACEFUL = "000008070000000000" + "7fffffff" + "00000000";
    private static final String BYE = "the peer takes no more calls (GOAWAY, NO_ERROR): bye";

    private final Pipes pipes = Pipes.open(new Endpoint.Other("sim", "raw"));
    private final AtomicBoolean writesFail = new AtomicBoolean();
    private @Nullable ManagedChannel channel;

    @AfterEach
    void close() {
        if (channel != null) {
            channel.shutdownNow();
        }
        pipes.server().close();
    }

    @Test
    void aGoodbyeEndsTheCallsItLeavesOutWithItsReason() throws Exception {
        connect(SETTINGS);
        Future<?> call = begun();

        say(ABRUPT);

        isLost(statusOf(call), BYE);
    }

    @Test
    void afterAGoodbyeOnAnOpenConnectionCallsFailAtOnceAlsoThoseThatWaitForOne() throws Exception {
        connect(SETTINGS);
        Future<?> call = begun();
        say(GRACEFUL);
        awaitShutdown();

        isLost(statusOf(check()), "the peer takes no more calls (GOAWAY, NO_ERROR)");
        isLost(
                statusOf(HealthGrpc.newFutureStub(channel).withWaitForReady().check(CheckRequest.getDefaultInstance())),
                "the peer takes no more calls (GOAWAY, NO_ERROR)");
        assertThat(channel.getState(true)).isEqualTo(ConnectivityState.SHUTDOWN);
        assertThat(call).isNotDone();
        pipes.server().close();
        isLost(statusOf(call), "the peer takes no more calls (GOAWAY, NO_ERROR)");
    }

    @Test
    void aWriteThatFailsIsALossLikeAnyOther() throws Exception {
        connect(SETTINGS);
        writesFail.set(true);

        isLost(statusOf(check()), "no more of this");
        isLost(statusOf(check()), "no more of this");
    }

    @Test
    void aLossIsNoShutdown() throws Exception {
        connect(SETTINGS);
        var call = channel.newCall(
                HealthGrpc.getCheckMethod(), CallOptions.DEFAULT.withDeadlineAfter(30, TimeUnit.SECONDS));
        pipes.server().close();
        awaitShutdown();

        isLost(
                statusOf(ClientCalls.futureUnaryCall(call, CheckRequest.getDefaultInstance())),
                // By whichever is seen first: an acknowledgement of settings may not have been sent yet.
                loss().getMessage());
    }

    @Test
    void aShutdownIsNoLoss() throws Exception {
        connect(SETTINGS);
        Future<?> call = begun();

        assertThat(channel.shutdownNow().awaitTermination(10, TimeUnit.SECONDS)).isTrue();

        assertThat(statusOf(call).getDescription()).doesNotContain("lost");
        assertThat(statusOf(check()).getDescription()).doesNotContain("lost");
    }

    @Test
    void aCloseEndsCallsThatTheServerLetsNobodyBegin() throws Exception {
        connect(NO_STREAMS);
        Future<HealthCheckResponse> call = check();
        Future<HealthCheckResponse> other = check();

        assertThat(channel.shutdownNow().awaitTermination(10, TimeUnit.SECONDS)).isTrue();

        assertThat(statusOf(call).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(statusOf(other).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    }

    private void connect(String greeting) throws IOException {
        say(greeting);
        channel = new GrpcWire().connect(failing(pipes.client()), Deadline.after(30, TimeUnit.SECONDS));
    }

    private void say(String hex) throws IOException {
        pipes.server().write(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
    }

    private void awaitShutdown() {
        long began = System.nanoTime();
        while (channel.getState(false) != ConnectivityState.SHUTDOWN) {
            assertThat(System.nanoTime() - began).isLessThan(TimeUnit.SECONDS.toNanos(10));
            Thread.onSpinWait();
        }
    }

    private Throwable loss() {
        return ((GrpcChannel) channel).failure();
    }

    private Future<HealthCheckResponse> check() {
        return HealthGrpc.newFutureStub(channel).check(CheckRequest.getDefaultInstance());
    }

    /** A call whose request has come. */
    private Future<HealthCheckResponse> begun() throws IOException, InterruptedException {
        Future<HealthCheckResponse> call = check();
        ByteBuffer heard = ByteBuffer.allocate(4096);
        while (!has(heard, HEADERS)) {
            pipes.server().awaitReadable(Deadline.after(10, TimeUnit.SECONDS));
            pipes.server().read(heard);
        }
        return call;
    }

    /** Whether a frame of this type is there; the preface of 24 bytes comes first. */
    private static boolean has(ByteBuffer heard, int type) {
        for (int at = 24; at + 9 <= heard.position(); ) {
            if (heard.get(at + 3) == type) {
                return true;
            }
            at += 9 + (heard.getInt(at) >>> 8);
        }
        return false;
    }

    private static void isLost(Status status, String why) {
        assertThat(status.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(status.getDescription()).isEqualTo("connection to sim://raw lost: " + why);
        assertThat(status.getCause()).isInstanceOf(IOException.class);
    }

    private static Status statusOf(Future<?> call) {
        Status[] status = new Status[1];
        assertThatThrownBy(() -> call.get(10, TimeUnit.SECONDS))
                .isInstanceOfSatisfying(ExecutionException.class, e -> status[0] = Status.fromThrowable(e));
        return status[0];
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
    }

    private Connection failing(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("write") && writesFail.get()) {
                        throw new IOException("no more of this");
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
