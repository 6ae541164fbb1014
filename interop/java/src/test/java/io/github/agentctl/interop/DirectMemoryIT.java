// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.Listener;
import io.github.agentctl.api.transport.TransportProvider;
import io.github.agentctl.api.transport.Transports;
import io.grpc.Deadline;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DirectMemoryIT {
    private static final int THREADS = 32;

    @TempDir
    Path folder;

    private static Deadline soon() {
        return Deadline.after(20, TimeUnit.SECONDS);
    }

    /** In as large reads and writes as the connections take. */
    private static void move(byte[] message, Connection from, Connection to) {
        ByteBuffer sent = ByteBuffer.wrap(message);
        ByteBuffer got = ByteBuffer.allocate(message.length);
        try {
            while (got.hasRemaining()) {
                from.write(sent);
                if (to.read(got) == 0) {
                    assertThat(to.awaitReadable(soon())).isTrue();
                }
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void isNotKeptForEachThreadThatHasMovedALongMessage() throws Exception {
        Endpoint endpoint = new Endpoint.Unix(folder.resolve("x").toString());
        TransportProvider transport = Transports.installed().select(endpoint, "jdk");
        byte[] message = new byte[4 << 20];
        CountDownLatch end = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        try (Listener listener = transport.listen(endpoint);
                Connection here = transport.connect(endpoint, soon());
                Connection there = listener.accept()) {
            move(message, here, there);
            double before = Gauge.directMiB();
            for (int i = 0; i < THREADS; i++) {
                CountDownLatch moved = new CountDownLatch(1);
                Thread thread = new Thread(() -> {
                    move(message, here, there);
                    moved.countDown();
                    await(end);
                });
                threads.add(thread);
                thread.start();
                assertThat(moved.await(20, TimeUnit.SECONDS)).isTrue();
            }
            // They still live, and with them what a channel would keep for them.
            assertThat(Gauge.directMiB() - before).isLessThan(2);
        } finally {
            end.countDown();
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
