// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** That the soak's count sees what is lost or comes twice. */
class LedgerTest {
    private static final MethodDescriptor<Item, Item> UNARY = PeerGrpc.getUnaryMethod();

    private final Ledger ledger = new Ledger();

    /** A call whose listener hears what a broken engine says. */
    private void call(Consumer<ClientCall.Listener<Item>> engine) {
        Channel channel = new Channel() {
            @Override
            @SuppressWarnings("unchecked") // There is one method.
            public <Q, A> ClientCall<Q, A> newCall(MethodDescriptor<Q, A> method, CallOptions options) {
                return (ClientCall<Q, A>) new Said(engine);
            }

            @Override
            public String authority() {
                return "none";
            }
        };
        ClientInterceptors.intercept(channel, ledger.atClient())
                .newCall(UNARY, CallOptions.DEFAULT)
                .start(new ClientCall.Listener<>() {}, new Metadata());
    }

    private static final class Said extends ClientCall<Item, Item> {
        private final Consumer<Listener<Item>> engine;

        Said(Consumer<Listener<Item>> engine) {
            this.engine = engine;
        }

        @Override
        public void start(Listener<Item> listener, Metadata headers) {
            engine.accept(listener);
        }

        @Override
        public void request(int count) {}

        @Override
        public void cancel(String message, Throwable cause) {}

        @Override
        public void halfClose() {}

        @Override
        public void sendMessage(Item message) {}
    }

    private ServerCall.Listener<Item> handle(long number) {
        Metadata headers = new Metadata();
        headers.put(Ledger.NUMBER, String.valueOf(number));
        ServerCallHandler<Item, Item> handler = (call, seen) -> new ServerCall.Listener<>() {};
        return ledger.atServer().interceptCall(new Unused(), headers, handler);
    }

    private static final class Unused extends ServerCall<Item, Item> {
        @Override
        public void request(int count) {}

        @Override
        public void sendHeaders(Metadata headers) {}

        @Override
        public void sendMessage(Item message) {}

        @Override
        public void close(Status status, Metadata trailers) {}

        @Override
        public boolean isCancelled() {
            return false;
        }

        @Override
        public MethodDescriptor<Item, Item> getMethodDescriptor() {
            return UNARY;
        }
    }

    @Test
    void aCallThatEndsOnceIsNothingToComplainOf() {
        call(listener -> listener.onClose(Status.OK, new Metadata()));
        handle(1).onComplete();
        handle(2).onCancel();

        assertThat(ledger.complaints()).isEmpty();
        assertThat(ledger.client.open()).isZero();
        assertThat(ledger.server.open()).isZero();
    }

    @Test
    void aCallWithoutAnEndStaysOpen() {
        call(listener -> {});
        handle(1);

        assertThat(ledger.client.open()).isEqualTo(1);
        assertThat(ledger.server.open()).isEqualTo(1);
        assertThat(ledger.wasHandled(1)).isTrue();
        assertThat(ledger.wasHandled(2)).isFalse();
    }

    @Test
    void noticesACallThatEndsTwice() {
        call(listener -> {
            listener.onClose(Status.OK, new Metadata());
            listener.onClose(Status.UNAVAILABLE, new Metadata());
        });

        assertThat(ledger.complaints()).singleElement().asString().contains("ended twice");
        assertThat(ledger.client.ended.sum()).isEqualTo(1);
    }

    @Test
    void noticesAMessageAfterTheEnd() {
        call(listener -> {
            listener.onClose(Status.OK, new Metadata());
            listener.onMessage(Item.getDefaultInstance());
        });

        assertThat(ledger.complaints()).singleElement().asString().contains("after its end");
    }

    @Test
    void noticesACallThatIsHandledTwice() {
        handle(7).onComplete();
        handle(7).onComplete();

        assertThat(ledger.complaints()).containsExactly("call 7 was handled twice");
    }

    @Test
    void noticesAHandlerThatHearsOfTwoEnds() {
        ServerCall.Listener<Item> handler = handle(7);
        handler.onComplete();
        handler.onCancel();

        assertThat(ledger.complaints()).containsExactly("the handler of call 7 heard of two ends");
    }
}
