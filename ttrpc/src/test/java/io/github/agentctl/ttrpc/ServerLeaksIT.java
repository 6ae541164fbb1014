// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.transport.unix.JdkTransport;
import io.grpc.Context;
import io.grpc.Deadline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that come, do one thing or another by halves, and go: nothing of them is left at the server. */
@Timeout(180)
class ServerLeaksIT {
    private static final int CONNECTIONS = 10_000;
    private static final String LARGE = "y".repeat(100_000);

    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger cancelled = new AtomicInteger();
    private final ExecutorService handlers = Executors.newFixedThreadPool(4);
    private Endpoint endpoint;
    private TtrpcServer server;

    @BeforeEach
    void serve(@TempDir Path directory) {
        endpoint = new Endpoint.Unix(directory.resolve("s").toString());
        server = TtrpcServer.builder(new JdkTransport().listen(endpoint))
                .addService(Echo.service((text, reply) -> {
                    if (text.equals("wait")) {
                        begun.incrementAndGet();
                        Context.current().addListener(context -> cancelled.incrementAndGet(), Runnable::run);
                    } else {
                        Echo.reply(reply, text.equals("large") ? LARGE : text);
                    }
                }))
                .addService(Unread.service(new java.util.concurrent.CountDownLatch(1)))
                .executor(handlers)
                .build()
                .start();
    }

    @AfterEach
    void close() {
        server.shutdownNow();
        handlers.shutdownNow();
    }

    @Test
    void tenThousandConnectionsOpenedAndDroppedLeaveNothing() throws Exception {
        comeAndGo(200);
        Footprint before = settled();

        comeAndGo(CONNECTIONS);

        try (RawPeer client = connect()) {
            client.send(RawPeer.echo(1, "still here", 0));
            assertThat(client.receiveStatus(1).status().isOk()).isTrue();
        }
        Footprint after = settled();
        assertThat(after.descriptors()).isLessThanOrEqualTo(before.descriptors() + 2);
        assertThat(after.threads()).isLessThanOrEqualTo(before.threads());
        assertThat(after.buffers()).isLessThanOrEqualTo(before.buffers() + (1 << 20));
        assertThat(begun.get()).isEqualTo(cancelled.get()).isGreaterThan(CONNECTIONS / 16);
        server.shutdown();
        assertThat(server.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    private void comeAndGo(int count) {
        for (int i = 0; i < count; i++) {
            try (RawPeer client = connect()) {
                beginSomething(client, i % 8);
            } catch (UncheckedIOException closed) {
                // The server was faster.
            }
        }
    }

    private static void beginSomething(RawPeer client, int what) {
        try {
            switch (what) {
                case 0 -> client.send((byte) 0, (byte) 0);
                case 1 -> client.send(RawPeer.frame(200_000, 1, Frame.REQUEST, 0, new byte[100_000]));
                case 2 -> {
                    client.send(RawPeer.echo(1, "wait", 0));
                    // Answered, so that the one before has begun.
                    client.send(RawPeer.echo(3, "x", 0));
                    client.receive();
                }
                case 3 -> {
                    client.send(Wire.request(
                            1, Frame.REMOTE_OPEN, Wire.target(Streams.SERVICE, "Echo"), Payload.EMPTY, 0, List.of()));
                    client.send(RawPeer.data(1, 0, new byte[10_000]));
                }
                case 4 -> {
                    for (int i = 0; i < 5; i++) {
                        client.send(RawPeer.echo(2 * i + 1, "large", 0));
                    }
                }
                case 5 -> client.connection().shutdownOutput();
                case 6 -> client.send("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                default -> {
                    // Nothing at all.
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private RawPeer connect() {
        return RawPeer.at(new JdkTransport().connect(endpoint, Deadline.after(10, TimeUnit.SECONDS)));
    }

    /**
     * What the process has of what can leak.
     *
     * @param threads those of this module
     * @param buffers bytes of buffers outside the heap
     */
    private record Footprint(long descriptors, long threads, long buffers) {
        static Footprint now() throws IOException {
            try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
                return new Footprint(
                        open.count(),
                        Thread.getAllStackTraces().keySet().stream()
                                .filter(thread -> thread.getName().startsWith("ttrpc-"))
                                .count(),
                        direct());
            }
        }
    }

    /** By reflection, for the module does not read that of the JDK's management. */
    private static long direct() {
        try {
            Class<?> pool = Class.forName("java.lang.management.BufferPoolMXBean");
            long bytes = 0;
            for (Object one : (List<?>) Class.forName("java.lang.management.ManagementFactory")
                    .getMethod("getPlatformMXBeans", Class.class)
                    .invoke(null, pool)) {
                bytes += pool.getMethod("getName").invoke(one).equals("direct")
                        ? (long) pool.getMethod("getMemoryUsed").invoke(one)
                        : 0;
            }
            return bytes;
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    /** When the server has heard of the last one's end. */
    private Footprint settled() throws Exception {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        ServerMemory memory = server.memory();
        Footprint now = Footprint.now();
        // The accepting thread, and the timer where there is one.
        while (System.nanoTime() < limit
                && (now.threads() > 2 || begun.get() != cancelled.get() || memory.taken() != 0)) {
            TimeUnit.MILLISECONDS.sleep(10);
            now = Footprint.now();
        }
        assertThat(memory.taken()).isZero();
        return now;
    }
}
