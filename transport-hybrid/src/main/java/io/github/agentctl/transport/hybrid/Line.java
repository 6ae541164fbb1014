// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.hybrid;

import io.github.agentctl.api.transport.Connection;
import io.grpc.Deadline;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A line of the handshake. Read byte by byte: what follows the newline belongs to the stream.
 *
 * @param text without the newline, and without a carriage return before it; bytes as ISO 8859-1
 */
record Line(String text) {
    /** How many bytes one may have with its newline; the longest that means something has 19. */
    static final int LONGEST = 64;

    /** More than {@link #LONGEST} bytes and no newline among them. */
    static final class TooLongException extends IOException {
        private static final long serialVersionUID = 1L;

        TooLongException(String message) {
            super(message);
        }
    }

    /**
     * Waits for a line. An interrupt ends the wait.
     *
     * @throws EOFException when the stream ends before; the message has what came, quoted, or nothing
     * @throws SocketTimeoutException when the deadline passes; with the message as above
     * @throws TooLongException with the message as above
     */
    static Line read(Connection connection, Deadline deadline) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(LONGEST);
        ByteBuffer next = ByteBuffer.allocate(1);
        while (line.size() < LONGEST) {
            switch (connection.read(next)) {
                case 0 -> await(connection.awaitReadable(deadline), deadline, line);
                case 1 -> {
                    byte value = next.flip().get();
                    next.clear();
                    if (value == '\n') {
                        String text = line.toString(StandardCharsets.ISO_8859_1);
                        return new Line(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
                    }
                    line.write(value);
                }
                default -> throw new EOFException(quotedOrNothing(line));
            }
        }
        throw new TooLongException(quotedOrNothing(line));
    }

    /** Writes it with its newline; in one piece, where the connection takes it in one. */
    void write(Connection connection, Deadline deadline) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap((text + "\n").getBytes(StandardCharsets.ISO_8859_1));
        while (bytes.hasRemaining()) {
            if (connection.write(bytes) == 0) {
                await(connection.awaitWritable(deadline), deadline, new ByteArrayOutputStream());
            }
        }
    }

    private static void await(boolean ready, Deadline deadline, ByteArrayOutputStream came) throws IOException {
        if (!ready && Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("interrupted in the handshake");
        }
        if (!ready && deadline.isExpired()) {
            throw new SocketTimeoutException(quotedOrNothing(came));
        }
    }

    private static String quotedOrNothing(ByteArrayOutputStream bytes) {
        return bytes.size() == 0 ? "" : new Line(bytes.toString(StandardCharsets.ISO_8859_1)).quoted();
    }

    /** In double quotes, with what cannot be printed as {@code \xNN}. */
    String quoted() {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars().forEach(value -> {
            if (value == '"' || value == '\\') {
                quoted.append('\\').append((char) value);
            } else if (value < ' ' || value > '~') {
                quoted.append(String.format("\\x%02x", value));
            } else {
                quoted.append((char) value);
            }
        });
        return quoted.append('"').toString();
    }
}
