// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Any;
import com.google.protobuf.StringValue;
import com.google.rpc.Code;
import io.github.agentctl.transport.spi.InProcessListener;
import io.grpc.CallCredentials;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a unary call carries, both ways. */
@Timeout(60)
class UnaryCallTest {
    @RegisterExtension
    private final Loopback loopback = new Loopback();

    @Test
    void everyKindOfStubGetsItsReply() throws Exception {
        Channel channel = loopback.connect(Echo.parrot());

        assertThat(Echo.say(channel, "blocking")).isEqualTo("blocking");
        assertThat(ClientCalls.blockingV2UnaryCall(channel, Echo.METHOD, CallOptions.DEFAULT, StringValue.of("v2")))
                .isEqualTo(StringValue.of("v2"));
        assertThat(Calls.future(channel, "future").get(10, TimeUnit.SECONDS)).isEqualTo(StringValue.of("future"));
        BlockingQueue<Object> events = new ArrayBlockingQueue<>(4);
        ClientCalls.asyncUnaryCall(
                channel.newCall(Echo.METHOD, CallOptions.DEFAULT), StringValue.of("async"), into(events));
        assertThat(events.poll(10, TimeUnit.SECONDS)).isEqualTo(StringValue.of("async"));
        assertThat(events.poll(10, TimeUnit.SECONDS)).isEqualTo("completed");
        assertThat(Echo.say(
                        ClientInterceptors.intercept(
                                channel, MetadataUtils.newAttachHeadersInterceptor(new Metadata())),
                        "x"))
                .isEqualTo("x");
    }

    @Test
    void sendsAndTakesEmptyMessages() {
        assertThat(Echo.say(loopback.connect(Echo.parrot()), "")).isEmpty();
    }

    @Test
    void statusDescriptionAndDetailsComeThrough() {
        com.google.rpc.Status sent = com.google.rpc.Status.newBuilder()
                .setCode(Code.FAILED_PRECONDITION_VALUE)
                .setMessage("not \"now\"\n")
                .addDetails(Any.pack(StringValue.of("detail")))
                .build();
        Channel channel = loopback.connect(
                Echo.service((text, reply) -> reply.onError(StatusProto.toStatusRuntimeException(sent))));

        assertThatThrownBy(() -> Echo.say(channel, "x")).isInstanceOfSatisfying(StatusRuntimeException.class, e -> {
            assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
            assertThat(e.getStatus().getDescription()).isEqualTo("not \"now\"\n");
            assertThat(StatusProto.fromThrowable(e)).isEqualTo(sent);
        });
    }

    @Test
    void headersReachTheServersInterceptors() {
        Metadata.Key<String> key = Metadata.Key.of("user", Metadata.ASCII_STRING_MARSHALLER);
        BlockingQueue<String> seen = new ArrayBlockingQueue<>(1);
        ServerInterceptor look = new ServerInterceptor() {
            @Override
            public <Q, A> ServerCall.Listener<Q> interceptCall(
                    ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
                seen.add(String.valueOf(headers.get(key)));
                return next.startCall(call, headers);
            }
        };
        Metadata headers = new Metadata();
        headers.put(key, "me");
        Channel channel = loopback.connect(ServerInterceptors.intercept(Echo.parrot(), look));

        Echo.say(ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers)), "x");

        assertThat(seen).containsExactly("me");
    }

    @Test
    void messagesOverTheLimitFailTheirCallOnlyEitherWay() {
        String large = "x".repeat(Frame.MAX_DATA);
        Channel channel =
                loopback.connect(Echo.service((text, reply) -> Echo.reply(reply, text.equals("large") ? large : text)));

        Calls.assertStatus(Status.Code.RESOURCE_EXHAUSTED, () -> Echo.say(channel, large));
        Calls.assertStatus(Status.Code.RESOURCE_EXHAUSTED, () -> Echo.say(channel, "large"));
        Calls.assertStatus(
                Status.Code.RESOURCE_EXHAUSTED,
                () -> Echo.say(channel, CallOptions.DEFAULT.withMaxInboundMessageSize(5), "six byte"));
        Calls.assertStatus(
                Status.Code.RESOURCE_EXHAUSTED,
                () -> Echo.say(channel, CallOptions.DEFAULT.withMaxOutboundMessageSize(5), "six byte"));
        String allowed = "y".repeat(Frame.MAX_DATA - 100);
        assertThat(Echo.say(channel, allowed)).isEqualTo(allowed);
    }

    @Test
    void aHandlerThatThrowsIsUnknownAndSaysNothingOfItself() {
        Channel channel = loopback.connect(Echo.service((text, reply) -> {
            throw new IllegalStateException("secret");
        }));

        assertThatThrownBy(() -> Echo.say(channel, "x"))
                .isInstanceOf(StatusRuntimeException.class)
                .hasMessageContaining("UNKNOWN")
                .hasMessageNotContaining("secret");
    }

    @Test
    void aStatusThatAHandlerThrowsKeepsItsDetails() {
        com.google.rpc.Status thrown = com.google.rpc.Status.newBuilder()
                .setCode(Status.Code.ABORTED.value())
                .setMessage("why")
                .addDetails(Any.pack(StringValue.of("detail")))
                .build();
        Channel channel = loopback.connect(Echo.service((text, reply) -> {
            throw StatusProto.toStatusRuntimeException(thrown);
        }));

        assertThatThrownBy(() -> Echo.say(channel, "x"))
                .satisfies(failure ->
                        assertThat(StatusProto.fromThrowable(failure)).isEqualTo(thrown));
    }

    @Test
    void codeAndMessageAreTheStatussOwnWhateverATrailerSays() throws IOException {
        Metadata trailers = new Metadata();
        trailers.put(
                Statuses.DETAILS,
                com.google.rpc.Status.newBuilder()
                        .setMessage("of another call")
                        .build()
                        .toByteArray());

        Status status = Statuses.parse(Statuses.encode(Status.ABORTED.withDescription("why"), trailers))
                .status();

        assertThat(status.getCode()).isEqualTo(Status.Code.ABORTED);
        assertThat(status.getDescription()).isEqualTo("why");
    }

    @Test
    void unknownServiceAndMethodAreUnimplemented() {
        Channel channel = loopback.connect(Echo.parrot());

        for (String[] name : new String[][] {{"no.Such", "Say"}, {"test.Echo", "Nope"}}) {
            Calls.assertStatus(
                    Status.Code.UNIMPLEMENTED,
                    () -> ClientCalls.blockingUnaryCall(
                            channel, Echo.method(name[0], name[1]), CallOptions.DEFAULT, StringValue.of("x")));
        }
        assertThat(Echo.say(channel, "still")).isEqualTo("still");
    }

    @Test
    void severalConnectionsAreServedAtOnce() {
        InProcessListener listener = loopback.serve(Echo.parrot());

        for (int i = 0; i < 20; i++) {
            TtrpcChannel channel = new TtrpcChannel(listener.connect());
            loopback.after(channel::shutdownNow);
            assertThat(Echo.say(channel, "x" + i)).isEqualTo("x" + i);
        }
    }

    @Test
    void refusesCallCredentials() {
        CallCredentials credentials = new CallCredentials() {
            @Override
            public void applyRequestMetadata(RequestInfo info, Executor executor, MetadataApplier applier) {
                applier.apply(new Metadata());
            }
        };

        Calls.assertStatus(
                Status.Code.UNIMPLEMENTED,
                () -> Echo.say(
                        loopback.connect(Echo.parrot()), CallOptions.DEFAULT.withCallCredentials(credentials), "x"));
    }

    private static StreamObserver<StringValue> into(BlockingQueue<Object> events) {
        return new StreamObserver<>() {
            @Override
            public void onNext(StringValue value) {
                events.add(value);
            }

            @Override
            public void onError(Throwable problem) {
                events.add(problem);
            }

            @Override
            public void onCompleted() {
                events.add("completed");
            }
        };
    }
}
