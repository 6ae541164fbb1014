// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.interop;

import static io.github.agentctl.interop.Session.same;

import com.google.protobuf.Empty;
import io.github.agentctl.interop.streaming.EchoPayload;
import io.github.agentctl.interop.streaming.Part;
import io.github.agentctl.interop.streaming.StreamingGrpc;
import io.github.agentctl.interop.streaming.Sum;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.stub.BlockingClientCall;
import io.grpc.stub.ClientCalls;
import java.util.Iterator;
import java.util.List;

/** What both upstreams test themselves with, under both names of its service. */
final class StreamingCases {
    private static final String GO = StreamingGrpc.SERVICE_NAME;
    private static final String RUST = io.github.agentctl.interop.teststreaming.StreamingGrpc.SERVICE_NAME;
    private static final List<String> BOTH = List.of(GO, RUST);

    private StreamingCases() {}

    static String echo(Session session) {
        for (String service : BOTH) {
            for (int i = 0; i < session.count(); i++) {
                EchoPayload got = ClientCalls.blockingUnaryCall(
                        session.channel(),
                        of(service, StreamingGrpc.getEchoMethod()),
                        CallOptions.DEFAULT,
                        payload(i, "Test Me"));
                same("payload", got, payload(i + 1, "Test Me"));
            }
        }
        return "";
    }

    static String echoStream(Session session) throws Exception {
        for (String service : BOTH) {
            BlockingClientCall<EchoPayload, EchoPayload> call = ClientCalls.blockingBidiStreamingCall(
                    session.channel(), of(service, StreamingGrpc.getEchoStreamMethod()), CallOptions.DEFAULT);
            for (int i = 0; i < 10 * session.count(); i++) {
                call.write(payload(i, "x".repeat(i)));
                same("payload", call.read(), payload(i + 1, "x".repeat(i)));
            }
            call.halfClose();
            same("the end", call.read() == null, true);
        }
        return "";
    }

    static String sumStream(Session session) throws Exception {
        for (String service : BOTH) {
            BlockingClientCall<Part, Sum> call = ClientCalls.blockingClientStreamingCall(
                    session.channel(), of(service, StreamingGrpc.getSumStreamMethod()), CallOptions.DEFAULT);
            for (int add = -99; add <= 100; add++) {
                call.write(Part.newBuilder().setAdd(add).build());
            }
            call.halfClose();
            same("sum", call.read(), Sum.newBuilder().setSum(100).setNum(200).build());
        }
        return "";
    }

    static String divideStream(Session session) {
        for (String service : BOTH) {
            for (int num : new int[] {0, 1, 7, 100}) {
                Sum sum = Sum.newBuilder()
                        .setSum(1003 * Math.min(num, 1))
                        .setNum(num)
                        .build();
                Sum.Builder got = Sum.newBuilder();
                ClientCalls.blockingServerStreamingCall(
                                session.channel(),
                                of(service, StreamingGrpc.getDivideStreamMethod()),
                                CallOptions.DEFAULT,
                                sum)
                        .forEachRemaining(
                                part -> got.setSum(got.getSum() + part.getAdd()).setNum(got.getNum() + 1));
                same("sum of the parts", got.build(), sum);
            }
        }
        return "";
    }

    static String echoNull(Session session) throws Exception {
        for (String service : BOTH) {
            BlockingClientCall<EchoPayload, Empty> call = ClientCalls.blockingClientStreamingCall(
                    session.channel(), of(service, StreamingGrpc.getEchoNullMethod()), CallOptions.DEFAULT);
            sendNulls(session, call);
            same("reply", call.read(), Empty.getDefaultInstance());
        }
        return "";
    }

    static String echoNullStream(Session session) throws Exception {
        for (String service : BOTH) {
            BlockingClientCall<EchoPayload, Empty> call = ClientCalls.blockingBidiStreamingCall(
                    session.channel(), of(service, StreamingGrpc.getEchoNullStreamMethod()), CallOptions.DEFAULT);
            sendNulls(session, call);
            for (int i = 0; i < session.count(); i++) {
                same("reply", call.read(), Empty.getDefaultInstance());
            }
            same("the end", call.read() == null, true);
        }
        return "";
    }

    static String emptyPayloadStream(Session session) {
        return payloads(
                session, GO, "EmptyPayloadStream", Empty.getDefaultInstance(), List.of(payload(1, ""), payload(2, "")));
    }

    static String echoDefaultValue(Session session) {
        return payloads(session, RUST, "EchoDefaultValue", payload(0, ""), List.of(payload(0, "")));
    }

    static String serverSendStream(Session session) {
        return payloads(
                session,
                RUST,
                "ServerSendStream",
                Empty.getDefaultInstance(),
                List.of(
                        payload(0, "hello"),
                        payload(1, "hello"),
                        payload(2, "hello"),
                        payload(3, "hello"),
                        payload(4, "hello")));
    }

    private static <Q extends com.google.protobuf.Message> String payloads(
            Session session, String service, String method, Q request, List<EchoPayload> expected) {
        MethodDescriptor<Q, EchoPayload> descriptor = MethodDescriptor.<Q, EchoPayload>newBuilder()
                .setType(MethodDescriptor.MethodType.SERVER_STREAMING)
                .setFullMethodName(service + "/" + method)
                .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller((Q) request.getDefaultInstanceForType()))
                .setResponseMarshaller(StreamingGrpc.getEchoMethod().getResponseMarshaller())
                .build();
        Iterator<EchoPayload> got =
                ClientCalls.blockingServerStreamingCall(session.channel(), descriptor, CallOptions.DEFAULT, request);
        expected.forEach(payload -> same("payload", got.next(), payload));
        same("a further message", got.hasNext(), false);
        return "";
    }

    private static void sendNulls(Session session, BlockingClientCall<EchoPayload, ?> call) throws Exception {
        for (int i = 0; i < session.count(); i++) {
            call.write(payload(i, "non-empty empty"));
        }
        call.halfClose();
    }

    private static EchoPayload payload(int seq, String text) {
        return EchoPayload.newBuilder().setSeq(seq).setMsg(text).build();
    }

    private static <Q, A> MethodDescriptor<Q, A> of(String service, MethodDescriptor<Q, A> method) {
        return method.toBuilder()
                .setFullMethodName(service + "/" + method.getBareMethodName())
                .build();
    }
}
