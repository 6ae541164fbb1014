// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.interop;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts calls where they begin and end, at the client and at the server: each must end once, and be handled at most
 * once. What is otherwise is a complaint. Thread-safe.
 */
final class Ledger {
    /** The number of a call, which no other has. */
    static final Metadata.Key<String> NUMBER = Metadata.Key.of("soak-number", Metadata.ASCII_STRING_MARSHALLER);

    /** Numbers are given in turn, so that one which comes twice comes before so many others have come. */
    private static final int REMEMBERED = 1 << 20;

    /** So many are enough to see what is wrong. */
    private static final int COMPLAINTS = 20;

    /** One side's count. */
    static final class Side {
        final LongAdder started = new LongAdder();
        final LongAdder ended = new LongAdder();

        long open() {
            return started.sum() - ended.sum();
        }
    }

    final Side client = new Side();
    final Side server = new Side();
    final LongAdder ok = new LongAdder();
    private final AtomicLongArray handled = new AtomicLongArray(REMEMBERED);
    private final Queue<String> complaints = new ConcurrentLinkedQueue<>();

    void complain(String complaint) {
        if (complaints.size() < COMPLAINTS) {
            complaints.add(complaint);
        }
    }

    Queue<String> complaints() {
        return complaints;
    }

    /** Whether the server has had this call, one of the last. */
    boolean wasHandled(long number) {
        return handled.get(slot(number)) == number;
    }

    private static int slot(long number) {
        return (int) (number % REMEMBERED);
    }

    ClientInterceptor atClient() {
        return new ClientInterceptor() {
            @Override
            public <Q, A> ClientCall<Q, A> interceptCall(
                    MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
                return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
                    @Override
                    public void start(Listener<A> listener, Metadata headers) {
                        client.started.increment();
                        super.start(new Once<>(listener, method.getBareMethodName()), headers);
                    }
                };
            }
        };
    }

    ServerInterceptor atServer() {
        return new ServerInterceptor() {
            @Override
            public <Q, A> ServerCall.Listener<Q> interceptCall(
                    ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
                server.started.increment();
                long number = Long.parseLong(headers.get(NUMBER));
                if (handled.getAndSet(slot(number), number) == number) {
                    complain("call " + number + " was handled twice");
                }
                return new OnceHandled<>(next.startCall(call, headers), number);
            }
        };
    }

    private final class Once<A> extends SimpleForwardingClientCallListener<A> {
        private final String method;
        private final AtomicBoolean over = new AtomicBoolean();

        Once(ClientCall.Listener<A> listener, @org.jspecify.annotations.Nullable String method) {
            super(listener);
            this.method = String.valueOf(method);
        }

        @Override
        public void onMessage(A message) {
            if (over.get()) {
                complain("a message of " + method + " after its end");
            }
            super.onMessage(message);
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            if (over.getAndSet(true)) {
                complain(method + " ended twice, then with " + status);
            } else {
                if (status.isOk()) {
                    ok.increment();
                }
                client.ended.increment();
            }
            super.onClose(status, trailers);
        }
    }

    private final class OnceHandled<Q>
            extends io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener<Q> {
        private final long number;
        private final AtomicBoolean over = new AtomicBoolean();

        OnceHandled(ServerCall.Listener<Q> listener, long number) {
            super(listener);
            this.number = number;
        }

        @Override
        public void onComplete() {
            end();
            super.onComplete();
        }

        @Override
        public void onCancel() {
            end();
            super.onCancel();
        }

        private void end() {
            if (over.getAndSet(true)) {
                complain("the handler of call " + number + " heard of two ends");
            } else {
                server.ended.increment();
            }
        }
    }
}
