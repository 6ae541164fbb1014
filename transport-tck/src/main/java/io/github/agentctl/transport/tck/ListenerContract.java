// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.Listener;
import io.github.agentctl.api.transport.TransportException;
import io.github.agentctl.api.transport.TransportException.Reason;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** How a listener accepts, and ends. */
public interface ListenerContract extends Contract {
    /** The one who accepts learns of the close within 100 ms. */
    @Test
    default void closeWakesAccept() throws Exception {
        Latency.requireOnceWithinLimit(() -> {
            Listener listener = specifics().listen(specifics().newAddress());
            Worker<Long> accepting = Worker.start(() -> {
                try (Connection accepted = listener.accept()) {
                    throw new AssertionError("accepted " + accepted);
                } catch (ClosedChannelException e) {
                    return System.nanoTime();
                }
            });
            accepting.awaitBlockedIn("accept");
            long start = System.nanoTime();
            listener.close();
            return accepting.result() - start;
        });
    }

    /** What is closed says so, and a second close does nothing. */
    @Test
    default void acceptsNothingAfterClose() {
        Listener listener = specifics().listen(specifics().newAddress());
        listener.close();
        listener.close();
        assertThatThrownBy(listener::accept).isInstanceOf(ClosedChannelException.class);
    }

    /** An interrupt ends the wait, keeps the flag, and the listener goes on. */
    @Test
    default void acceptSurvivesAnInterrupt() throws IOException {
        try (Listener listener = specifics().listen(specifics().newAddress())) {
            Worker<Boolean> accepting = Worker.start(() -> {
                try (Connection accepted = listener.accept()) {
                    throw new AssertionError("accepted " + accepted);
                } catch (InterruptedIOException e) {
                    return Thread.currentThread().isInterrupted();
                }
            });
            accepting.awaitBlockedIn("accept").interrupt();
            assertThat(accepting.result()).isTrue();
            requireAccepting(listener);
        }
    }

    /** Interrupts in the very moment of accepting do no harm either. */
    @Test
    default void acceptSurvivesThousandsOfInterrupts() throws IOException {
        try (Listener listener = specifics().listen(specifics().newAddress())) {
            Worker<Integer> accepting = Worker.start(() -> {
                int accepted = 0;
                while (accepted < 200) {
                    try {
                        listener.accept().close();
                        accepted++;
                    } catch (InterruptedIOException e) {
                        assertThat(Thread.interrupted()).isTrue();
                    }
                }
                return accepted;
            });
            Worker<Void> interrupting = Worker.start(() -> {
                while (!accepting.isDone()) {
                    accepting.interrupt();
                    LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(30));
                }
                return null;
            });
            for (int i = 0; i < 200; i++) {
                specifics().connect(listener.endpoint(), Blocking.limit()).close();
            }
            assertThat(accepting.result()).isEqualTo(200);
            interrupting.result();
            requireAccepting(listener);
        }
    }

    /** Two cannot have the same address, and the first one keeps it. */
    @Test
    default void refusesAnAddressThatIsTaken() throws IOException {
        try (Listener listener = specifics().listen(specifics().newAddress())) {
            TransportException failure = catchThrowableOfType(
                    TransportException.class, () -> specifics().listen(listener.endpoint()));
            assertThat(failure).hasMessageStartingWith("cannot listen on " + listener.endpoint() + ": ");
            assertThat(failure.reason()).isEqualTo(Reason.IN_USE);
            requireAccepting(listener);
        }
    }

    /** The address is free as soon as the listener is closed, even while its connections live. */
    @Test
    default void freesItsAddress() throws IOException {
        Endpoint endpoint = specifics().newAddress();
        try (Pair first = Pair.open(specifics(), specifics().listen(endpoint))) {
            first.listener().close();
            try (Listener second = specifics().listen(endpoint)) {
                requireAccepting(second);
            }
            Blocking.write(first.client(), new byte[] {8});
            assertThat(Blocking.read(first.server(), 1)).containsExactly(8);
        }
    }

    /** A client that connects and leaves at once is accepted, or never seen; the next one is. */
    @Test
    default void survivesClientsThatLeave() throws IOException {
        try (Listener listener = specifics().listen(specifics().newAddress())) {
            Worker<byte[]> accepting = Worker.start(() -> acceptFirstByte(listener));
            for (int i = 0; i < 20; i++) {
                specifics().connect(listener.endpoint(), Blocking.limit()).close();
            }
            try (Connection client = specifics().connect(listener.endpoint(), Blocking.limit())) {
                Blocking.write(client, new byte[] {6});
                assertThat(accepting.result()).containsExactly(6);
            }
        }
    }

    /** Skips those who came only to see whether somebody listens. */
    private void requireAccepting(Listener listener) throws IOException {
        Worker<byte[]> accepting = Worker.start(() -> acceptFirstByte(listener));
        try (Connection client = specifics().connect(listener.endpoint(), Blocking.limit())) {
            Blocking.write(client, new byte[] {9});
            assertThat(accepting.result()).containsExactly(9);
        }
    }

    private static byte[] acceptFirstByte(Listener listener) throws IOException {
        while (true) {
            try (Connection accepted = listener.accept()) {
                byte[] first = Blocking.read(accepted, 1);
                if (first.length > 0) {
                    return first;
                }
            }
        }
    }
}
