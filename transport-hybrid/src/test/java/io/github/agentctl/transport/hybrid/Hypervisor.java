// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.hybrid;

import io.github.agentctl.api.transport.Endpoint;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/** One that says what it is told to, to the first who connects. */
final class Hypervisor implements AutoCloseable {
    private final ServerSocketChannel server;
    private final CompletableFuture<String> request = new CompletableFuture<>();
    private final Endpoint endpoint;

    interface Script {
        void play(SocketChannel client) throws Exception;
    }

    Hypervisor(Path socket, Script script) throws IOException {
        this(socket, 100, script);
    }

    /** @param most so much of the request it reads */
    Hypervisor(Path socket, int most, Script script) throws IOException {
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        endpoint = new Endpoint.Hybrid(new Endpoint.Unix(socket.toString()), 1024);
        Thread thread = new Thread(() -> serve(most, script), "hypervisor");
        thread.setDaemon(true);
        thread.start();
    }

    private void serve(int most, Script script) {
        try (SocketChannel client = server.accept()) {
            ByteBuffer first = ByteBuffer.allocate(most);
            client.read(first);
            request.complete(new String(first.array(), 0, first.position(), StandardCharsets.UTF_8));
            script.play(client);
        } catch (Exception e) {
            request.completeExceptionally(e);
        }
    }

    Endpoint endpoint() {
        return endpoint;
    }

    /** What the first read gave. */
    String request() {
        return request.join();
    }

    static void say(SocketChannel client, String text) throws IOException {
        say(client, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    static void say(SocketChannel client, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            client.write(buffer);
        }
    }

    /** Says nothing until the client leaves. */
    static void awaitEnd(SocketChannel client) throws IOException {
        ByteBuffer ignored = ByteBuffer.allocate(100);
        while (client.read(ignored.clear()) >= 0) {
            // The client has left only at the end.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
