// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** A server that says to each request what a test wants, in bytes: also what no proper agent would. */
final class RawAgent implements AutoCloseable {
    static final int RESPONSE = 2;
    static final int MOST = 4 << 20;

    private final ServerSocketChannel socket;
    private final Answer answer;

    /** What is said to a request. */
    interface Answer {
        /** @param streamId of the request; 0 where the connection has just been made */
        void say(OutputStream out, int streamId) throws IOException;
    }

    private RawAgent(ServerSocketChannel socket, Answer answer) {
        this.socket = socket;
        this.answer = answer;
    }

    static RawAgent at(Path path, Answer answer) throws IOException {
        ServerSocketChannel socket =
                ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path));
        RawAgent agent = new RawAgent(socket, answer);
        agent.inBackground(agent::accept);
        return agent;
    }

    /** Answers each request with a response of these bytes. */
    static RawAgent responding(Path path, byte[] response) throws IOException {
        return at(path, (out, id) -> {
            if (id != 0) {
                out.write(frame(id, RESPONSE, response));
            }
        });
    }

    static byte[] frame(int streamId, int type, byte[] data) {
        return ByteBuffer.allocate(10 + data.length)
                .putInt(data.length)
                .putInt(streamId)
                .put((byte) type)
                .put((byte) 0)
                .put(data)
                .array();
    }

    /** A response with this status, whose message need not be text. */
    static byte[] status(long code, byte[] message, byte[]... details) {
        return bytes(out -> out.writeByteArray(1, bytes(status -> {
            status.writeInt64(1, code);
            status.writeByteArray(2, message);
            for (byte[] detail : details) {
                status.writeByteArray(3, detail);
            }
        })));
    }

    /** A response with this message. */
    static byte[] reply(ByteString message) {
        return bytes(out -> out.writeBytes(2, message));
    }

    interface Fields {
        void write(CodedOutputStream out) throws IOException;
    }

    static byte[] bytes(Fields fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(bytes);
            fields.write(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private void accept() throws IOException {
        while (true) {
            SocketChannel client = socket.accept();
            inBackground(() -> serve(client));
        }
    }

    private void serve(SocketChannel client) throws IOException {
        try (client) {
            DataInputStream in = new DataInputStream(Channels.newInputStream(client));
            OutputStream out = Channels.newOutputStream(client);
            answer.say(out, 0);
            while (true) {
                int length = in.readInt();
                int id = in.readInt();
                in.readUnsignedShort();
                if (in.readNBytes(length).length < length) {
                    throw new EOFException();
                }
                answer.say(out, id);
            }
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private void inBackground(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException end) {
                        // Of the connection, or of the test.
                    }
                },
                "raw-agent");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
