// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.StringValue;
import io.github.agentctl.ttrpc.Loopback.Bare;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whoever sends a stream learns that its peer does not read, and when it reads again. */
@Timeout(30)
class StreamReadinessTest {
    private static final StringValue MESSAGE = StringValue.of("x".repeat(10_000));

    /** What is sent before a stream is not ready any more: what the pipe and the outbox hold, and one message. */
    private static final int MOST = (64 << 10) / 10_000 + Backlog.READY_WATER / 10_000 + 3;

    @RegisterExtension
    private final Loopback loopback = new Loopback();

    private final BlockingQueue<String> ready = new LinkedBlockingQueue<>();

    @Test
    void aClientHearsWhenItsServerReadsAgain() throws Exception {
        Bare bare = loopback.bare();
        Heard heard = new Heard() {
            @Override
            public void onReady() {
                ready.add("ready");
            }
        };
        ClientCall<StringValue, StringValue> call = bare.channel().newCall(Streams.ECHO, CallOptions.DEFAULT);
        call.start(heard, new Metadata());
        assertReadyAfter("the start");

        int sent = sendWhileReady(call::isReady, () -> call.sendMessage(MESSAGE));
        assertThat(ready).isEmpty();
        assertThat(call.isReady()).isFalse();
        for (int i = 0; i < 1 + sent; i++) {
            bare.server().receive();
        }

        assertReadyAfter("the server has read");
        assertThat(call.isReady()).isTrue();
        assertThat(ready).isEmpty();
        call.halfClose();
        assertThat(call.isReady()).isFalse();
    }

    @Test
    void aClientThatNeverAsksHearsAllTheSame() throws Exception {
        Bare bare = loopback.bare();
        Heard heard = new Heard() {
            @Override
            public void onReady() {
                ready.add("ready");
            }
        };
        ClientCall<StringValue, StringValue> call = bare.channel().newCall(Streams.ECHO, CallOptions.DEFAULT);
        call.start(heard, new Metadata());
        assertReadyAfter("the start");
        bare.server().receive();
        for (int i = 0; i < 2; i++) {
            call.sendMessage(StringValue.of("x".repeat(300_000)));
            bare.server().receive();
            assertReadyAfter("the message has left");
        }
    }

    @Test
    void aClientWhoseStreamHasEndedIsNotReadyAndHearsNothing() throws Exception {
        Bare bare = loopback.bare();
        Heard heard = new Heard() {
            @Override
            public void onReady() {
                ready.add("ready");
            }
        };
        ClientCall<StringValue, StringValue> call = bare.channel().newCall(Streams.ECHO, CallOptions.DEFAULT);
        call.start(heard, new Metadata());
        assertReadyAfter("the start");
        int sent = sendWhileReady(call::isReady, () -> call.sendMessage(MESSAGE));

        call.cancel("enough", null);
        heard.end(Status.Code.CANCELLED);
        for (int i = 0; i < 1 + sent; i++) {
            bare.server().receive();
        }

        assertThat(call.isReady()).isFalse();
        assertThat(ready).isEmpty();
    }

    @Test
    void aHandlerHearsWhenItsClientReadsAgain() throws Exception {
        Started started = start();
        ServerCallStreamObserver<StringValue> handler = started.handler();
        RawPeer client = started.client();

        int sent = sendWhileReady(handler::isReady, () -> handler.onNext(MESSAGE));
        assertThat(ready).isEmpty();
        for (int i = 0; i < sent; i++) {
            assertThat(client.receive().data()).isEqualTo(MESSAGE.toByteArray());
        }

        assertReadyAfter("the client has read");
        assertThat(handler.isReady()).isTrue();
        assertThat(ready).isEmpty();
    }

    @Test
    void aHandlerThatNeverAsksHearsAllTheSame() throws Exception {
        Started started = start();
        for (int i = 0; i < 2; i++) {
            started.handler().onNext(StringValue.of("x".repeat(300_000)));
            started.client().receive();
            assertReadyAfter("the message has left");
        }
    }

    /** A handler that was started on a stream of a client that speaks in bytes. */
    private record Started(ServerCallStreamObserver<StringValue> handler, RawPeer client) {}

    private Started start() throws Exception {
        BlockingQueue<ServerCallStreamObserver<StringValue>> handlers = new LinkedBlockingQueue<>();
        ServerServiceDefinition service = ServerServiceDefinition.builder(Streams.SERVICE)
                .addMethod(Streams.ECHO, ServerCalls.asyncBidiStreamingCall(replies -> {
                    ServerCallStreamObserver<StringValue> observer = (ServerCallStreamObserver<StringValue>) replies;
                    observer.setOnReadyHandler(() -> ready.add("ready"));
                    handlers.add(observer);
                    return new Events<>();
                }))
                .build();
        RawPeer client = loopback.raw(loopback.serve(service));
        client.send(
                Wire.request(1, Frame.REMOTE_OPEN, Wire.target(Streams.SERVICE, "Echo"), Payload.EMPTY, 0, List.of()));
        ServerCallStreamObserver<StringValue> handler = handlers.poll(10, TimeUnit.SECONDS);
        assertReadyAfter("the start");
        return new Started(handler, client);
    }

    private static int sendWhileReady(BooleanSupplier isReady, Runnable send) {
        int sent = 0;
        while (isReady.getAsBoolean()) {
            send.run();
            sent++;
            assertThat(sent).as("messages sent while nobody reads").isLessThanOrEqualTo(MOST);
        }
        assertThat(sent).isPositive();
        return sent;
    }

    private void assertReadyAfter(String what) throws InterruptedException {
        assertThat(ready.poll(10, TimeUnit.SECONDS)).as("ready after %s", what).isNotNull();
    }
}
