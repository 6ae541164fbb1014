// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import com.google.protobuf.Int32Value;
import com.google.protobuf.Message;
import com.google.protobuf.StringValue;
import io.grpc.Context;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import java.util.Queue;

/** Handlers that say what they hear, ask for all messages, and never answer. */
final class Hearing {
    static final String SERVICE = Streams.SERVICE + "2";

    private Hearing() {}

    /** {@code Heard} (both ways), {@code HeldSum} (client), {@code Held} (server). */
    static ServerServiceDefinition service(Queue<String> heard) {
        return ServerServiceDefinition.builder(SERVICE)
                .addMethod(method("Heard", MethodType.BIDI_STREAMING, StringValue.getDefaultInstance()), handler(heard))
                .addMethod(
                        method("HeldSum", MethodType.CLIENT_STREAMING, Int32Value.getDefaultInstance()), handler(heard))
                .addMethod(method("Held", MethodType.SERVER_STREAMING, Int32Value.getDefaultInstance()), handler(heard))
                .build();
    }

    static <T extends Message> MethodDescriptor<T, T> method(String name, MethodType type, T message) {
        return Streams.method(name, type, message, message).toBuilder()
                .setFullMethodName(SERVICE + "/" + name)
                .build();
    }

    private static <Q, A> ServerCallHandler<Q, A> handler(Queue<String> heard) {
        return (call, headers) -> {
            Context.current().addListener(context -> heard.add("context cancelled"), Runnable::run);
            call.request(1000);
            heard.add("started");
            return new ServerCall.Listener<>() {
                @Override
                public void onMessage(Q message) {
                    heard.add("message");
                }

                @Override
                public void onHalfClose() {
                    heard.add("half-closed");
                }

                @Override
                public void onCancel() {
                    heard.add("cancelled");
                }

                @Override
                public void onComplete() {
                    heard.add("complete");
                }
            };
        };
    }
}
