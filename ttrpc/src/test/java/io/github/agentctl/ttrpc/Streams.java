// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import com.google.protobuf.Int32Value;
import com.google.protobuf.StringValue;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerServiceDefinition;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.util.stream.IntStream;

/** A service with each kind of stream. */
final class Streams {
    static final String SERVICE = "test.Streams";

    /** Client and server: each text comes back. */
    static final MethodDescriptor<StringValue, StringValue> ECHO = method(
            "Echo", MethodType.BIDI_STREAMING, StringValue.getDefaultInstance(), StringValue.getDefaultInstance());

    /** Client: the sum of the numbers. */
    static final MethodDescriptor<Int32Value, Int32Value> SUM = method(
            "Sum", MethodType.CLIENT_STREAMING, Int32Value.getDefaultInstance(), Int32Value.getDefaultInstance());

    /** Server: the numbers from 0 to below the one given; fails with ABORTED after them where it is negative. */
    static final MethodDescriptor<Int32Value, Int32Value> COUNT = method(
            "Count", MethodType.SERVER_STREAMING, Int32Value.getDefaultInstance(), Int32Value.getDefaultInstance());

    private Streams() {}

    static ServerServiceDefinition service() {
        return ServerServiceDefinition.builder(SERVICE)
                .addMethod(ECHO, ServerCalls.asyncBidiStreamingCall(Streams::echo))
                .addMethod(SUM, ServerCalls.asyncClientStreamingCall(Streams::sum))
                .addMethod(
                        COUNT, ServerCalls.asyncServerStreamingCall((upTo, replies) -> count(upTo.getValue(), replies)))
                .build();
    }

    private static void count(int upTo, StreamObserver<Int32Value> replies) {
        IntStream.range(0, Math.abs(upTo)).forEach(i -> replies.onNext(Int32Value.of(i)));
        if (upTo < 0) {
            replies.onError(io.grpc.Status.ABORTED.withDescription("negative").asRuntimeException());
        } else {
            replies.onCompleted();
        }
    }

    private static StreamObserver<StringValue> echo(StreamObserver<StringValue> replies) {
        return new StreamObserver<>() {
            @Override
            public void onNext(StringValue text) {
                replies.onNext(text);
            }

            @Override
            public void onError(Throwable cause) {}

            @Override
            public void onCompleted() {
                replies.onCompleted();
            }
        };
    }

    private static StreamObserver<Int32Value> sum(StreamObserver<Int32Value> reply) {
        return new StreamObserver<>() {
            private int sum;

            @Override
            public void onNext(Int32Value number) {
                sum += number.getValue();
            }

            @Override
            public void onError(Throwable cause) {}

            @Override
            public void onCompleted() {
                reply.onNext(Int32Value.of(sum));
                reply.onCompleted();
            }
        };
    }

    static <Q extends com.google.protobuf.Message, A extends com.google.protobuf.Message> MethodDescriptor<Q, A> method(
            String name, MethodType type, Q request, A reply) {
        return MethodDescriptor.<Q, A>newBuilder()
                .setType(type)
                .setFullMethodName(SERVICE + "/" + name)
                .setRequestMarshaller(ProtoUtils.marshaller(request))
                .setResponseMarshaller(ProtoUtils.marshaller(reply))
                .build();
    }
}
