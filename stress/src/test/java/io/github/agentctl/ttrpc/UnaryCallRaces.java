// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** Whatever ends a call, its listener hears of one end. */
public class UnaryCallRaces {
    private static final MethodDescriptor<String, String> METHOD = MethodDescriptor.<String, String>newBuilder(
                    new Nothing(), new Nothing())
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName("service/method")
            .build();

    /** A message without bytes. */
    private record Nothing() implements MethodDescriptor.Marshaller<String> {
        @Override
        public InputStream stream(String message) {
            return InputStream.nullInputStream();
        }

        @Override
        public String parse(InputStream stream) {
            return "";
        }
    }

    abstract static class Race extends ClientCall.Listener<String> {
        final Replies peer = new Replies();
        final ClientConnection connection = new ClientConnection(peer, 1, null, () -> {});
        final AtomicInteger ends = new AtomicInteger();
        volatile Status.Code end;

        UnaryCall<String, String> newCall(CallOptions options) {
            return new UnaryCall<>(connection, METHOD, new byte[0], options, Runnable::run, () -> {});
        }

        void reply() {
            peer.awaitAny();
            peer.arrive(1);
        }

        void lose() {
            connection.close(Status.UNAVAILABLE);
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            end = status.getCode();
            ends.incrementAndGet();
        }

        void look(LL_Result result) {
            lose();
            result.r1 = Limit.lookUntil(() -> end != null) ? end : "none";
            result.r2 = ends;
        }
    }

    /** A call whose caller is called back. */
    abstract static class Asynchronous extends Race {
        final UnaryCall<String, String> call = newCall(CallOptions.DEFAULT);

        /** As a stub does it. */
        void call() {
            call.start(this, new Metadata());
            call.request(2);
            call.sendMessage("");
            call.halfClose();
        }
    }

    /** A call whose caller waits. */
    abstract static class Blocking extends Race {
        volatile UnaryCall<String, String> call;

        void call() {
            try {
                ClientCalls.blockingUnaryCall(new ToPeer(), METHOD, CallOptions.DEFAULT, "");
                onClose(Status.OK, new Metadata());
            } catch (StatusRuntimeException e) {
                onClose(e.getStatus(), new Metadata());
            }
        }

        private final class ToPeer extends Channel {
            @Override
            @SuppressWarnings("unchecked") // There is one method.
            public <Q, A> ClientCall<Q, A> newCall(MethodDescriptor<Q, A> method, CallOptions options) {
                call = Blocking.this.newCall(options);
                return (ClientCall<Q, A>) call;
            }

            @Override
            public String authority() {
                return "peer";
            }
        }
    }

    @JCStressTest
    @Outcome(id = "OK, 1", expect = ACCEPTABLE, desc = "The reply was first.")
    @Outcome(id = "CANCELLED, 1", expect = ACCEPTABLE, desc = "The cancellation was first.")
    @State
    public static class ReplyAndCancel extends Asynchronous {
        @Actor
        public void others() {
            reply();
            call.cancel("not needed any more", null);
            // Ends the reader thread.
            lose();
        }

        @Actor
        public void caller() {
            call();
        }

        @Override
        @Arbiter
        public void look(LL_Result result) {
            super.look(result);
        }
    }

    @JCStressTest
    @Outcome(id = "OK, 1", expect = ACCEPTABLE, desc = "The reply was first.")
    @Outcome(id = "CANCELLED, 1", expect = ACCEPTABLE, desc = "The cancellation was first.")
    @State
    public static class ReplyAndCancelOfABlockingCall extends Blocking {
        @Actor
        public void others() {
            reply();
            call.cancel("not needed any more", null);
        }

        @Actor
        public void caller() {
            call();
        }

        @Override
        @Arbiter
        public void look(LL_Result result) {
            super.look(result);
        }
    }

    @JCStressTest
    @Outcome(id = "UNAVAILABLE, 1", expect = ACCEPTABLE, desc = "Lost before it was sent, or after.")
    @State
    public static class OpeningAndLoss extends Asynchronous {
        @Actor
        public void caller() {
            call();
        }

        @Actor
        public void loss() {
            lose();
        }

        @Override
        @Arbiter
        public void look(LL_Result result) {
            super.look(result);
        }
    }

    @JCStressTest
    @Outcome(id = "UNAVAILABLE, 1", expect = ACCEPTABLE, desc = "Lost before it was sent, or after.")
    @State
    public static class OpeningOfABlockingCallAndLoss extends Blocking {
        @Actor
        public void caller() {
            call();
        }

        @Actor
        public void loss() {
            lose();
        }

        @Override
        @Arbiter
        public void look(LL_Result result) {
            super.look(result);
        }
    }
}
