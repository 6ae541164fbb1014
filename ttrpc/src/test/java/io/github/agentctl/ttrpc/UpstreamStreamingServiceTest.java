// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Empty;
import io.github.agentctl.ttrpc.UpstreamStreaming.Echo;
import io.github.agentctl.ttrpc.UpstreamStreaming.Part;
import io.github.agentctl.ttrpc.UpstreamStreaming.Sum;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** The suite that the Go and Rust libraries both run against themselves, between our client and our server. */
@Timeout(30)
@ParameterizedClass
@ValueSource(strings = {UpstreamStreaming.GO, UpstreamStreaming.RUST})
class UpstreamStreamingServiceTest {
    @RegisterExtension
    private final Loopback loopback = new Loopback();

    @Parameter
    String name;

    private UpstreamStreaming methods;
    private TtrpcChannel channel;

    @BeforeEach
    void connect() {
        methods = new UpstreamStreaming(name);
        channel = loopback.connect(methods.service());
    }

    @Test
    @DisplayName("Go: TestStreamingService/Echo; Rust: echo")
    void echo() {
        assertThat(ClientCalls.blockingUnaryCall(channel, methods.echo, CallOptions.DEFAULT, new Echo(1, "Echo Me")))
                .isEqualTo(new Echo(2, "Echo Me"));
    }

    @Test
    @DisplayName("Go: TestStreamingService/EchoStream; Rust: echo_stream")
    void echoStream() throws Exception {
        Events<Echo> replies = new Events<>();
        StreamObserver<Echo> requests = bidi(methods.echoStream, replies);
        for (int i = 0; i < 100; i++) {
            requests.onNext(new Echo(i, i + ": Echo in a stream"));
            assertThat(replies.next()).isEqualTo(new Echo(i + 1, i + ": Echo in a stream"));
        }
        requests.onCompleted();
        replies.end(Status.Code.OK);
    }

    @Test
    @DisplayName("Go: TestStreamingService/SumStream; Rust: sum_stream")
    void sumStream() throws Exception {
        Events<Sum> reply = new Events<>();
        StreamObserver<Part> parts =
                ClientCalls.asyncClientStreamingCall(channel.newCall(methods.sumStream, CallOptions.DEFAULT), reply);
        for (int i = -99; i <= 100; i++) {
            parts.onNext(new Part(i));
        }
        parts.onNext(new Part(0));
        parts.onCompleted();
        assertThat(reply.next()).isEqualTo(new Sum(100, 201));
        reply.end(Status.Code.OK);
    }

    @Test
    @DisplayName("Go: TestStreamingService/DivideStream; Rust: divide_stream")
    void divideStream() throws Exception {
        Events<Part> parts = new Events<>();
        ClientCalls.asyncServerStreamingCall(
                channel.newCall(methods.divideStream, CallOptions.DEFAULT), new Sum(392, 30), parts);
        int sum = 0;
        for (int i = 0; i < 30; i++) {
            sum += ((Part) parts.next()).add();
        }
        assertThat(sum).isEqualTo(392);
        parts.end(Status.Code.OK);
    }

    @Test
    @DisplayName("Go: TestStreamingService/EchoNull; Rust: echo_null")
    void echoNull() throws Exception {
        Events<Empty> reply = new Events<>();
        StreamObserver<Echo> requests =
                ClientCalls.asyncClientStreamingCall(channel.newCall(methods.echoNull, CallOptions.DEFAULT), reply);
        sendHundred(requests);
        assertThat(reply.next()).isEqualTo(Empty.getDefaultInstance());
        reply.end(Status.Code.OK);
    }

    @Test
    @DisplayName("Go: TestStreamingService/EchoNullStream; Rust: echo_null_stream")
    void echoNullStream() throws Exception {
        Events<Empty> replies = new Events<>();
        sendHundred(bidi(methods.echoNullStream, replies));
        assertThat(replies.countToTheEnd(Status.Code.OK)).isEqualTo(100);
    }

    @Test
    @DisplayName("Go: TestStreamingService/EmptyPayloadStream")
    void emptyPayloadStream() throws Exception {
        Events<Echo> replies = server(methods.emptyPayloadStream, Empty.getDefaultInstance());
        assertThat(replies.next()).isEqualTo(new Echo(1, ""));
        assertThat(replies.next()).isEqualTo(new Echo(2, ""));
        replies.end(Status.Code.OK);
    }

    @Test
    @DisplayName("Rust: echo_default_value")
    void echoDefaultValue() throws Exception {
        Events<Echo> replies = server(methods.echoDefaultValue, new Echo(0, ""));
        assertThat(replies.next()).isEqualTo(new Echo(0, ""));
        replies.end(Status.Code.OK);
    }

    @Test
    @DisplayName("Rust: server_send_stream")
    void serverSendStream() throws Exception {
        Events<Echo> replies = server(methods.serverSendStream, Empty.getDefaultInstance());
        for (int i = 0; i < 5; i++) {
            assertThat(replies.next()).isEqualTo(new Echo(i, "hello"));
        }
        replies.end(Status.Code.OK);
    }

    private static void sendHundred(StreamObserver<Echo> requests) {
        for (int i = 0; i < 100; i++) {
            requests.onNext(new Echo(i, "non-empty empty"));
        }
        requests.onCompleted();
    }

    private <Q, A> StreamObserver<Q> bidi(MethodDescriptor<Q, A> method, Events<A> replies) {
        return ClientCalls.asyncBidiStreamingCall(channel.newCall(method, CallOptions.DEFAULT), replies);
    }

    private <Q, A> Events<A> server(MethodDescriptor<Q, A> method, Q request) {
        Events<A> replies = new Events<>();
        ClientCalls.asyncServerStreamingCall(channel.newCall(method, CallOptions.DEFAULT), request, replies);
        return replies;
    }
}
