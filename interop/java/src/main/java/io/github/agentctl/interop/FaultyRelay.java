// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.interop;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/**
 * A Unix socket that passes each of its connections on to another one and does to their bytes what {@link Faults} say:
 * they are split, delayed, held, and cut off. Two threads a connection, one for each direction.
 */
final class FaultyRelay implements AutoCloseable {
    private static final int BUFFER = 64 << 10;
    private static final long SILENCE_MILLIS = 50;

    private final Path target;
    private final long seed;
    private final Faults.Count count = new Faults.Count();
    private final ServerSocketChannel door;

    FaultyRelay(Path socket, Path target, long seed) throws IOException {
        this.target = target;
        this.seed = seed;
        this.door = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket));
        daemon("relay", this::accept).start();
    }

    Faults.Count count() {
        return count;
    }

    private void accept() {
        try {
            for (long number = 0; true; number++) {
                SocketChannel client = door.accept();
                count.connections.increment();
                relay(client, number);
            }
        } catch (ClosedChannelException e) {
            // The end of the run.
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void relay(SocketChannel client, long number) throws IOException {
        SocketChannel server = SocketChannel.open(UnixDomainSocketAddress.of(target));
        direction("relay-to-server-" + number, client, server, 2 * number);
        direction("relay-to-client-" + number, server, client, 2 * number + 1);
    }

    private void direction(String name, SocketChannel from, SocketChannel to, long number) {
        Faults faults = new Faults(seed + number * 0x9E3779B97F4A7C15L, count);
        daemon(name, () -> {
                    try (from;
                            to) {
                        pass(from, to, faults);
                    } catch (IOException e) {
                        // Closed by the other direction, or by a peer that has seen enough.
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                })
                .start();
    }

    /** Until either end closes, or the faults cut it; the caller closes both. */
    private static void pass(SocketChannel from, SocketChannel to, Faults faults)
            throws IOException, InterruptedException {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        while (from.read(buffer.clear()) >= 0) {
            int end = buffer.flip().limit();
            while (buffer.position() < end) {
                int piece = faults.piece(end - buffer.position());
                if (piece == 0) {
                    cut(from, to, faults.cut());
                    return;
                }
                long pause = faults.pause();
                if (pause > 0) {
                    Thread.sleep(pause);
                }
                buffer.limit(buffer.position() + piece);
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
            }
        }
    }

    private static void cut(SocketChannel from, SocketChannel to, Faults.Cut how)
            throws IOException, InterruptedException {
        switch (how) {
            case CLOSE -> {}
            case LATE -> Thread.sleep(SILENCE_MILLIS);
            case HALF -> {
                to.shutdownOutput();
                // Swallows what still comes, until the sender hears of it in the other direction.
                ByteBuffer lost = ByteBuffer.allocate(BUFFER);
                while (from.read(lost.clear()) >= 0) {}
            }
        }
    }

    private static Thread daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
