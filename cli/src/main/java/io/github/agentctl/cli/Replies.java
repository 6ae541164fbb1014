// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import com.google.protobuf.Message;
import io.github.agentctl.codec.ReplyFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Standard output. Each thing is on its way before the next begins, so that nothing is lost and all is in order. */
final class Replies implements AutoCloseable {
    private final OutputStream out;
    private final Descriptor output;
    private final ReplyFormat format;

    Replies(Environment environment, ReplyFormat format) {
        this.output = environment.output();
        this.out = output == Descriptor.TERMINAL ? new EscapingOutputStream(environment.out()) : environment.out();
        this.format = format;
    }

    /** A message on one line, for the log. */
    static String text(Message message) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ReplyFormat.JSON.write(message, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return bytes.toString(StandardCharsets.UTF_8).stripTrailing();
    }

    /** @throws OutputException when it cannot be written */
    void write(Message message) {
        try {
            format.write(message, out);
            out.flush();
        } catch (IOException e) {
            throw OutputException.of(e, output);
        }
    }

    /** @throws OutputException when it cannot be written */
    void line(String text) {
        try {
            out.write((text + "\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            throw OutputException.of(e, output);
        }
    }

    /** Leaves the stream open: it is the process's. */
    @Override
    public void close() {
        if (out instanceof EscapingOutputStream escaping) {
            try {
                escaping.finish();
            } catch (IOException e) {
                throw OutputException.of(e, output);
            }
        }
    }
}
