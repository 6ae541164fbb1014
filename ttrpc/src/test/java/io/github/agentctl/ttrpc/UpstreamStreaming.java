// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Empty;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.function.Function;

/** The streaming service that the Go and Rust libraries test themselves with, under both its names. */
final class UpstreamStreaming {
    static final String GO = "ttrpc.integration.streaming.Streaming";
    static final String RUST = "ttrpc.test.streaming.Streaming";

    private static final String NOT_EMPTY = "non-empty empty";
    private static final Marshaller<Empty> NOTHING = ProtoUtils.marshaller(Empty.getDefaultInstance());
    private static final Marshaller<Echo> ECHOES = new Fields<>(
            echo -> new Object[] {echo.seq(), echo.msg()}, fields -> new Echo((int) fields[0], (String) fields[1]));
    private static final Marshaller<Part> PARTS =
            new Fields<>(part -> new Object[] {part.add(), ""}, fields -> new Part((int) fields[0]));
    private static final Marshaller<Sum> SUMS = new Fields<>(
            sum -> new Object[] {sum.sum(), sum.num()},
            fields -> new Sum((int) fields[0], fields[1] instanceof Integer num ? num : 0));

    final MethodDescriptor<Echo, Echo> echo;
    final MethodDescriptor<Echo, Echo> echoStream;
    final MethodDescriptor<Part, Sum> sumStream;
    final MethodDescriptor<Sum, Part> divideStream;
    final MethodDescriptor<Echo, Empty> echoNull;
    final MethodDescriptor<Echo, Empty> echoNullStream;
    final MethodDescriptor<Empty, Echo> emptyPayloadStream;
    final MethodDescriptor<Echo, Echo> echoDefaultValue;
    final MethodDescriptor<Empty, Echo> serverSendStream;

    private final String name;

    UpstreamStreaming(String name) {
        this.name = name;
        echo = method("Echo", MethodType.UNARY, ECHOES, ECHOES);
        echoStream = method("EchoStream", MethodType.BIDI_STREAMING, ECHOES, ECHOES);
        sumStream = method("SumStream", MethodType.CLIENT_STREAMING, PARTS, SUMS);
        divideStream = method("DivideStream", MethodType.SERVER_STREAMING, SUMS, PARTS);
        echoNull = method("EchoNull", MethodType.CLIENT_STREAMING, ECHOES, NOTHING);
        echoNullStream = method("EchoNullStream", MethodType.BIDI_STREAMING, ECHOES, NOTHING);
        emptyPayloadStream = method("EmptyPayloadStream", MethodType.SERVER_STREAMING, NOTHING, ECHOES);
        echoDefaultValue = method("EchoDefaultValue", MethodType.SERVER_STREAMING, ECHOES, ECHOES);
        serverSendStream = method("ServerSendStream", MethodType.SERVER_STREAMING, NOTHING, ECHOES);
    }

    record Echo(int seq, String msg) {}

    record Part(int add) {}

    record Sum(int sum, int num) {}

    ServerServiceDefinition service() {
        return ServerServiceDefinition.builder(name)
                .addMethod(echo, ServerCalls.asyncUnaryCall((request, reply) -> {
                    reply.onNext(next(request));
                    reply.onCompleted();
                }))
                .addMethod(echoStream, ServerCalls.asyncBidiStreamingCall(replies -> new Half<>(replies) {
                    @Override
                    public void onNext(Echo message) {
                        replies.onNext(next(message));
                    }
                }))
                .addMethod(sumStream, ServerCalls.asyncClientStreamingCall(Summing::new))
                .addMethod(divideStream, ServerCalls.asyncServerStreamingCall(UpstreamStreaming::divide))
                .addMethod(echoNull, ServerCalls.asyncClientStreamingCall(reply -> new Checking(reply, false)))
                .addMethod(echoNullStream, ServerCalls.asyncBidiStreamingCall(replies -> new Checking(replies, true)))
                .addMethod(emptyPayloadStream, ServerCalls.asyncServerStreamingCall((request, replies) -> {
                    replies.onNext(new Echo(1, ""));
                    replies.onNext(new Echo(2, ""));
                    replies.onCompleted();
                }))
                .addMethod(echoDefaultValue, ServerCalls.asyncServerStreamingCall((request, replies) -> {
                    replies.onNext(request);
                    replies.onCompleted();
                }))
                .addMethod(serverSendStream, ServerCalls.asyncServerStreamingCall((request, replies) -> {
                    for (int seq = 0; seq < 5; seq++) {
                        replies.onNext(new Echo(seq, "hello"));
                    }
                    replies.onCompleted();
                }))
                .build();
    }

    private static Echo next(Echo echo) {
        return new Echo(echo.seq() + 1, echo.msg());
    }

    private static void divide(Sum sum, StreamObserver<Part> parts) {
        int share = sum.num() == 0 ? 0 : sum.sum() / sum.num();
        for (int i = 1; i < sum.num(); i++) {
            parts.onNext(new Part(share));
        }
        if (sum.num() > 0) {
            parts.onNext(new Part(sum.sum() - share * (sum.num() - 1)));
        }
        parts.onCompleted();
    }

    private <Q, A> MethodDescriptor<Q, A> method(
            String method, MethodType type, Marshaller<Q> request, Marshaller<A> reply) {
        return MethodDescriptor.<Q, A>newBuilder()
                .setType(type)
                .setFullMethodName(name + "/" + method)
                .setRequestMarshaller(request)
                .setResponseMarshaller(reply)
                .build();
    }

    private abstract static class Half<Q, A> implements StreamObserver<Q> {
        final StreamObserver<A> replies;

        Half(StreamObserver<A> replies) {
            this.replies = replies;
        }

        @Override
        public void onError(Throwable cause) {}

        @Override
        public void onCompleted() {
            replies.onCompleted();
        }
    }

    private static final class Summing extends Half<Part, Sum> {
        private int sum;
        private int num;

        Summing(StreamObserver<Sum> reply) {
            super(reply);
        }

        @Override
        public void onNext(Part part) {
            sum += part.add();
            num++;
        }

        @Override
        public void onCompleted() {
            replies.onNext(new Sum(sum, num));
            replies.onCompleted();
        }
    }

    private static final class Checking extends Half<Echo, Empty> {
        private final boolean each;
        private int seq;

        Checking(StreamObserver<Empty> replies, boolean each) {
            super(replies);
            this.each = each;
        }

        @Override
        public void onNext(Echo message) {
            if (message.seq() != seq++ || !message.msg().equals(NOT_EMPTY)) {
                replies.onError(Status.INVALID_ARGUMENT.asRuntimeException());
            } else if (each) {
                replies.onNext(Empty.getDefaultInstance());
            }
        }

        @Override
        public void onCompleted() {
            if (!each) {
                replies.onNext(Empty.getDefaultInstance());
            }
            replies.onCompleted();
        }
    }

    /** A message of two fields, each a number or a text. */
    private record Fields<T>(Function<T, Object[]> apart, Function<Object[], T> together) implements Marshaller<T> {
        @Override
        public InputStream stream(T value) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            CodedOutputStream out = CodedOutputStream.newInstance(bytes);
            Object[] fields = apart.apply(value);
            try {
                for (int i = 0; i < fields.length; i++) {
                    if (fields[i] instanceof Integer number && number != 0) {
                        out.writeInt32(i + 1, number);
                    } else if (fields[i] instanceof String text && !text.isEmpty()) {
                        out.writeString(i + 1, text);
                    }
                }
                out.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return new ByteArrayInputStream(bytes.toByteArray());
        }

        @Override
        public T parse(InputStream stream) {
            Object[] fields = {0, ""};
            try {
                CodedInputStream in = CodedInputStream.newInstance(stream);
                for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                    fields[(tag >>> 3) - 1] = (tag & 7) == 0 ? (Object) in.readInt32() : in.readString();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return together.apply(fields);
        }
    }
}
