// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.benchmarks;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** The frames of a call there and back on a JDK channel in blocking mode: what the socket itself allows. */
final class BareCalls implements AutoCloseable {
    private static final int HEADER = 10;

    private final SocketChannel channel;
    private final ByteBuffer request;
    private final ByteBuffer reply;
    private int streamId = 1;

    /**
     * @param request a whole request frame
     * @param replyLength of the whole frame that answers it, in bytes
     */
    BareCalls(String socket, byte[] request, int replyLength) throws IOException {
        channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(socket));
        this.request = ByteBuffer.allocateDirect(request.length).put(request);
        this.reply = ByteBuffer.allocateDirect(replyLength);
    }

    void call() throws IOException {
        request.putInt(4, streamId).rewind();
        while (request.hasRemaining()) {
            channel.write(request);
        }
        reply.clear();
        while (reply.hasRemaining()) {
            if (channel.read(reply) < 0) {
                throw new IOException("the server closed the connection");
            }
        }
        if (reply.getInt(0) != reply.capacity() - HEADER || reply.getInt(4) != streamId) {
            throw new IOException("not the reply that was expected");
        }
        streamId += 2;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
