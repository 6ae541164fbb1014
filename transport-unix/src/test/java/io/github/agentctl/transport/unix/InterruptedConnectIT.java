// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.unix;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.Listener;
import io.github.agentctl.api.transport.TransportProvider;
import io.grpc.Deadline;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class InterruptedConnectIT {
    private static final int TIMES = 1000;

    static List<TransportProvider> transports() {
        return List.of(new JdkTransport(), new JunixsocketTransport());
    }

    /** An interrupt may come at any moment of a connect. */
    @ParameterizedTest
    @MethodSource("transports")
    void connectsUnderAHailOfInterrupts(TransportProvider transport, @TempDir Path directory) throws Exception {
        Endpoint endpoint = new Endpoint.Unix(directory.resolve("agent.sock").toString());
        AtomicBoolean done = new AtomicBoolean();
        Thread caller = Thread.currentThread();
        Thread hail = new Thread(() -> {
            while (!done.get()) {
                caller.interrupt();
            }
        });
        Listener listener = transport.listen(endpoint);
        try (listener) {
            Thread accepting = new Thread(() -> acceptAll(listener));
            accepting.start();
            hail.start();
            try {
                for (int i = 0; i < TIMES; i++) {
                    try (Connection connection = transport.connect(endpoint, Deadline.after(30, TimeUnit.SECONDS))) {
                        assertThat(connection.isOpen()).isTrue();
                    }
                }
            } finally {
                done.set(true);
                while (hail.isAlive()) {
                    Thread.onSpinWait();
                }
                assertThat(Thread.interrupted()).as("the flag is kept").isTrue();
            }
        }
    }

    private static void acceptAll(Listener listener) {
        try {
            while (true) {
                listener.accept().close();
            }
        } catch (IOException e) {
            // The listener is closed.
        }
    }
}
