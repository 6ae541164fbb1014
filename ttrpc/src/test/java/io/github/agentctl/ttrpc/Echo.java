// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import com.google.protobuf.StringValue;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.util.function.BiConsumer;

/** A service of one method that takes and gives a text, with a handler that a test brings. */
final class Echo {
    static final MethodDescriptor<StringValue, StringValue> METHOD = method("test.Echo", "Say");

    private Echo() {}

    static MethodDescriptor<StringValue, StringValue> method(String service, String name) {
        return MethodDescriptor.<StringValue, StringValue>newBuilder()
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName(service + "/" + name)
                .setRequestMarshaller(ProtoUtils.marshaller(StringValue.getDefaultInstance()))
                .setResponseMarshaller(ProtoUtils.marshaller(StringValue.getDefaultInstance()))
                .build();
    }

    static ServerServiceDefinition service(BiConsumer<String, StreamObserver<StringValue>> handler) {
        return ServerServiceDefinition.builder("test.Echo")
                .addMethod(
                        METHOD,
                        ServerCalls.asyncUnaryCall((request, reply) -> handler.accept(request.getValue(), reply)))
                .build();
    }

    /** Gives the text back. */
    static ServerServiceDefinition parrot() {
        return service((text, reply) -> reply(reply, text));
    }

    static void reply(StreamObserver<StringValue> observer, String text) {
        observer.onNext(StringValue.of(text));
        observer.onCompleted();
    }

    static String say(Channel channel, String text) {
        return say(channel, CallOptions.DEFAULT, text);
    }

    static String say(Channel channel, CallOptions options, String text) {
        return ClientCalls.blockingUnaryCall(channel, METHOD, options, StringValue.of(text))
                .getValue();
    }
}
