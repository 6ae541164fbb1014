// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.interop;

import com.google.protobuf.Empty;
import io.github.agentctl.interop.streaming.EchoPayload;
import io.github.agentctl.interop.streaming.Part;
import io.github.agentctl.interop.streaming.Sum;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;

/** The service that both upstreams test themselves with, under its two names. */
final class StreamingServices {
    private StreamingServices() {}

    /** The name of the Go module's tests. */
    static final class Go extends io.github.agentctl.interop.streaming.StreamingGrpc.StreamingImplBase {
        @Override
        public void echo(EchoPayload payload, StreamObserver<EchoPayload> reply) {
            PeerService.answer(reply, next(payload));
        }

        @Override
        public StreamObserver<EchoPayload> echoStream(StreamObserver<EchoPayload> replies) {
            return new Each<>(replies, StreamingServices::next);
        }

        @Override
        public StreamObserver<Part> sumStream(StreamObserver<Sum> reply) {
            return new Summing(reply);
        }

        @Override
        public void divideStream(Sum sum, StreamObserver<Part> parts) {
            divide(sum, parts);
        }

        @Override
        public StreamObserver<EchoPayload> echoNull(StreamObserver<Empty> reply) {
            return new Nulls(reply, false);
        }

        @Override
        public StreamObserver<EchoPayload> echoNullStream(StreamObserver<Empty> replies) {
            return new Nulls(replies, true);
        }

        @Override
        public void emptyPayloadStream(Empty request, StreamObserver<EchoPayload> payloads) {
            payloads.onNext(EchoPayload.newBuilder().setSeq(1).build());
            payloads.onNext(EchoPayload.newBuilder().setSeq(2).build());
            payloads.onCompleted();
        }
    }

    /** The same methods under the name of the crate's tests, and its two methods more. */
    static ServerServiceDefinition rust() {
        String name = io.github.agentctl.interop.teststreaming.StreamingGrpc.SERVICE_NAME;
        ServerServiceDefinition go = new Go().bindService();
        ServerServiceDefinition.Builder service = ServerServiceDefinition.builder(name);
        for (ServerMethodDefinition<?, ?> own : new RustOnly().bindService().getMethods()) {
            String method = own.getMethodDescriptor().getBareMethodName();
            ServerMethodDefinition<?, ?> shared =
                    go.getMethod(go.getServiceDescriptor().getName() + "/" + method);
            if (shared == null) {
                service.addMethod(own);
            } else {
                service.addMethod(renamed(shared, name + "/" + method));
            }
        }
        return service.build();
    }

    private static <Q, A> ServerMethodDefinition<Q, A> renamed(ServerMethodDefinition<Q, A> method, String name) {
        return ServerMethodDefinition.create(
                method.getMethodDescriptor().toBuilder().setFullMethodName(name).build(),
                method.getServerCallHandler());
    }

    private static final class RustOnly
            extends io.github.agentctl.interop.teststreaming.StreamingGrpc.StreamingImplBase {
        @Override
        public void echoDefaultValue(EchoPayload payload, StreamObserver<EchoPayload> replies) {
            PeerService.answer(replies, payload);
        }

        @Override
        public void serverSendStream(Empty request, StreamObserver<EchoPayload> payloads) {
            for (int seq = 0; seq < 5; seq++) {
                payloads.onNext(
                        EchoPayload.newBuilder().setSeq(seq).setMsg("hello").build());
            }
            payloads.onCompleted();
        }
    }

    private static EchoPayload next(EchoPayload payload) {
        return payload.toBuilder().setSeq(payload.getSeq() + 1).build();
    }

    /** The last part takes the rest. */
    private static void divide(Sum sum, StreamObserver<Part> parts) {
        for (int i = 1; i <= sum.getNum(); i++) {
            int share = sum.getSum() / sum.getNum();
            int add = i < sum.getNum() ? share : sum.getSum() - share * (sum.getNum() - 1);
            parts.onNext(Part.newBuilder().setAdd(add).build());
        }
        parts.onCompleted();
    }

    private static final class Summing implements StreamObserver<Part> {
        private final StreamObserver<Sum> reply;
        private final Sum.Builder sum = Sum.newBuilder();

        Summing(StreamObserver<Sum> reply) {
            this.reply = reply;
        }

        @Override
        public void onNext(Part part) {
            sum.setSum(sum.getSum() + part.getAdd()).setNum(sum.getNum() + 1);
        }

        @Override
        public void onError(Throwable cause) {}

        @Override
        public void onCompleted() {
            PeerService.answer(reply, sum.build());
        }
    }

    /** Takes payloads 0, 1, 2 ... with the one text that they may have. */
    private static final class Nulls implements StreamObserver<EchoPayload> {
        private final StreamObserver<Empty> replies;
        private final boolean answerEach;
        private int expected;
        private boolean refused;

        Nulls(StreamObserver<Empty> replies, boolean answerEach) {
            this.replies = replies;
            this.answerEach = answerEach;
        }

        @Override
        public void onNext(EchoPayload payload) {
            if (refused) {
                return;
            }
            if (payload.getSeq() != expected++ || !payload.getMsg().equals("non-empty empty")) {
                refused = true;
                replies.onError(Status.INVALID_ARGUMENT
                        .withDescription("not payload " + (expected - 1) + ": " + payload)
                        .asRuntimeException());
            } else if (answerEach) {
                replies.onNext(Empty.getDefaultInstance());
            }
        }

        @Override
        public void onError(Throwable cause) {}

        @Override
        public void onCompleted() {
            if (!answerEach) {
                replies.onNext(Empty.getDefaultInstance());
            }
            replies.onCompleted();
        }
    }
}
