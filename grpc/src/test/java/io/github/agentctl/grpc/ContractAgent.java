// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.grpc;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.rpc.Code;
import com.google.rpc.Status;
import io.github.agentctl.proto.AgentServiceGrpc;
import io.github.agentctl.proto.CheckRequest;
import io.github.agentctl.proto.GetMetricsRequest;
import io.github.agentctl.proto.GetOOMEventRequest;
import io.github.agentctl.proto.Metrics;
import io.github.agentctl.proto.OOMEvent;
import io.github.agentctl.proto.ReadStreamRequest;
import io.github.agentctl.proto.ReadStreamResponse;
import io.github.agentctl.proto.StatsContainerRequest;
import io.github.agentctl.proto.StatsContainerResponse;
import io.github.agentctl.proto.WriteStreamRequest;
import io.github.agentctl.proto.WriteStreamResponse;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** An agent whose few calls each do what a promise of the contract is about. */
final class ContractAgent extends AgentServiceGrpc.AgentServiceImplBase {
    static final Metadata.Key<String> NOTE = Metadata.Key.of("note", Metadata.ASCII_STRING_MARSHALLER);
    static final Any DETAIL =
            Any.pack(CheckRequest.newBuilder().setService("a detail").build());
    static final String DESCRIPTION = "no \u00e4gent, 100% \u20ac";

    private static final Context.Key<String> SEEN = Context.key("note");

    /** A call that hangs has begun; it has been cancelled. */
    final CountDownLatch hanging = new CountDownLatch(1);

    final CountDownLatch cancelled = new CountDownLatch(1);
    final AtomicReference<@Nullable Deadline> deadline = new AtomicReference<>();

    /** The service, and what every call to it goes through. */
    ServerServiceDefinition service() {
        return ServerInterceptors.intercept(this, new NoteReader());
    }

    /** Says how many bytes came. */
    @Override
    public void writeStdin(WriteStreamRequest request, StreamObserver<WriteStreamResponse> reply) {
        reply.onNext(WriteStreamResponse.newBuilder()
                .setLen(request.getData().size())
                .build());
        reply.onCompleted();
    }

    /** Gives so many bytes, which are the call's own. */
    @Override
    public void readStdout(ReadStreamRequest request, StreamObserver<ReadStreamResponse> reply) {
        byte[] bytes = new byte[request.getLen()];
        Arrays.fill(bytes, (byte) request.getLen());
        reply.onNext(ReadStreamResponse.newBuilder()
                .setData(ByteString.copyFrom(bytes))
                .build());
        reply.onCompleted();
    }

    /** Gives the caller's note back. */
    @Override
    public void getMetrics(GetMetricsRequest request, StreamObserver<Metrics> reply) {
        reply.onNext(Metrics.newBuilder().setMetrics(String.valueOf(SEEN.get())).build());
        reply.onCompleted();
    }

    @Override
    public void statsContainer(StatsContainerRequest request, StreamObserver<StatsContainerResponse> reply) {
        reply.onError(StatusProto.toStatusRuntimeException(Status.newBuilder()
                .setCode(Code.NOT_FOUND_VALUE)
                .setMessage(DESCRIPTION)
                .addDetails(DETAIL)
                .build()));
    }

    /** Never answers. */
    @Override
    public void getOOMEvent(GetOOMEventRequest request, StreamObserver<OOMEvent> reply) {
        deadline.set(Context.current().getDeadline());
        Context.current().addListener(context -> cancelled.countDown(), Runnable::run);
        hanging.countDown();
    }

    private static final class NoteReader implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            Context context = Context.current().withValue(SEEN, headers.get(NOTE));
            return Contexts.interceptCall(context, call, headers, next);
        }
    }
}
