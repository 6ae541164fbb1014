// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** That the soak would notice; that there is nothing to notice is said by {@code interop/soak} itself. */
class SoakIT {
    private static final Soak.Plan PLAN = new Soak.Plan(Duration.ofSeconds(3), 1, 64);

    /** Changes each hundredth item on its way to the client. */
    private static ServerInterceptor changing(UnaryOperator<Item> change) {
        AtomicInteger items = new AtomicInteger();
        return new ServerInterceptor() {
            @Override
            public <Q, A> ServerCall.Listener<Q> interceptCall(
                    ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
                return next.startCall(
                        new SimpleForwardingServerCall<>(call) {
                            @Override
                            @SuppressWarnings("unchecked") // An item for an item.
                            public void sendMessage(A message) {
                                boolean due = message instanceof Item && items.incrementAndGet() % 100 == 0;
                                super.sendMessage(due ? (A) change.apply((Item) message) : message);
                            }
                        },
                        headers);
            }
        };
    }

    private static List<String> soaked(ServerInterceptor beside) throws Exception {
        try (Soak soak = new Soak(PLAN, beside)) {
            return soak.run();
        }
    }

    @Test
    void noticesAReplyOfAnotherCall() throws Exception {
        assertThat(soaked(changing(
                        item -> item.toBuilder().setNumber(item.getNumber() + 1).build())))
                .anyMatch(wrong -> wrong.contains("the reply is"));
    }

    @Test
    void noticesABodyThatIsCutShort() throws Exception {
        assertThat(soaked(changing(item -> item.toBuilder().clearBody().build())))
                .anyMatch(wrong -> wrong.contains("the reply is"));
    }

    /** One for each 10 ms, so that it is growth to the end, on a fast and on a slow machine. */
    @Test
    void noticesDescriptorsThatStayOpen() throws Exception {
        Queue<Closeable> leaked = new ConcurrentLinkedQueue<>();
        long begin = System.nanoTime();
        List<String> wrong = soaked(changing(item -> {
            while (leaked.size() < (System.nanoTime() - begin) / 10_000_000) {
                leaked.add(opened());
            }
            return item;
        }));
        for (Closeable one : leaked) {
            one.close();
        }
        assertThat(wrong).anyMatch(one -> one.startsWith("descriptors grew"));
    }

    private static Closeable opened() {
        try {
            return new FileInputStream("/dev/null");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
