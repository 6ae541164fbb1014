// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntConsumer;

/**
 * A terminal in its usual mode (termios(3)): input comes by lines and is echoed, Ctrl-C and Ctrl-\ signal, Ctrl-D at the
 * start of a line is the end of the input, and a newline goes out as two characters. Output and errors are one stream.
 */
final class Terminal implements Stdio {
    private static final int END_OF_INPUT = 4;
    private static final int INTERRUPT = 3;
    private static final int QUIT = 0x1c;
    private static final int QUIT_SIGNAL = 3;
    private static final int ERASE = 0x7f;
    /** The longest line (termios(3), "Canonical mode"). */
    private static final int LONGEST_LINE = 4095;

    /** In characters; 0 by 0 until somebody says. */
    record Size(int rows, int columns) {}

    private final Pipe stdin = new Pipe();
    private final Pipe screen = new Pipe();
    private final Gate gate;
    private final IntConsumer signal;
    private final StringBuilder line = new StringBuilder();
    private Size size = new Size(0, 0);
    private boolean inputEnds;
    /** Nobody reads what is typed any more, which no writer learns. */
    private boolean deaf;

    private boolean closed;

    /** @param signal takes the number of a signal that a key sends; called without a lock held */
    Terminal(Gate gate, IntConsumer signal) {
        this.gate = gate;
        this.signal = signal;
    }

    synchronized Size size() {
        return size;
    }

    synchronized void resize(Size wanted) {
        size = wanted;
    }

    @Override
    public CompletableFuture<Integer> write(ByteString data) {
        List<Integer> signals = new ArrayList<>();
        CompletableFuture<Integer> written = type(data, signals);
        // Outside the lock: a signal ends the process, and whoever waits for that takes locks of its own.
        signals.forEach(signal::accept);
        return written;
    }

    private synchronized CompletableFuture<Integer> type(ByteString data, List<Integer> signals) {
        if (closed) {
            throw Failure.internal("Cannot get writer");
        }
        ByteString.Output echo = ByteString.newOutput();
        ByteString.Output input = ByteString.newOutput();
        for (int i = 0; i < data.size(); i++) {
            type(data.byteAt(i) & 0xff, echo, input, signals);
        }
        screen.offer(echo.toByteString());
        CompletableFuture<Integer> written =
                deaf ? CompletableFuture.completedFuture(0) : stdin.write(input.toByteString());
        if (inputEnds) {
            deaf = true;
            stdin.end();
        }
        return Later.map(written, length -> data.size());
    }

    private void type(int key, ByteString.Output echo, ByteString.Output input, List<Integer> signals) {
        switch (key) {
            case INTERRUPT -> {
                line.setLength(0);
                print(echo, "^C");
                signals.add(Signals.INTERRUPT);
            }
            case QUIT -> {
                line.setLength(0);
                print(echo, "^\\");
                signals.add(QUIT_SIGNAL);
            }
            case END_OF_INPUT -> {
                inputEnds |= line.isEmpty();
                flush(input);
            }
            case ERASE -> {
                if (!line.isEmpty()) {
                    line.setLength(line.length() - 1);
                    print(echo, "\b \b");
                }
            }
            case '\r', '\n' -> {
                line.append('\n');
                print(echo, "\r\n");
                flush(input);
            }
            default -> {
                if (line.length() < LONGEST_LINE) {
                    line.append((char) key);
                    echo.write(key);
                }
            }
        }
    }

    private void flush(ByteString.Output input) {
        print(input, line.toString());
        line.setLength(0);
    }

    private static void print(ByteString.Output target, String latin1) {
        latin1.chars().forEach(target::write);
    }

    @Override
    public synchronized CompletableFuture<ByteString> readOutput(int limit) {
        if (closed) {
            throw Failure.plain(Status.Code.INTERNAL, "cannot get stream reader");
        }
        return screen.read(limit);
    }

    @Override
    public CompletableFuture<ByteString> readErrors(int limit) {
        return readOutput(limit);
    }

    @Override
    public synchronized void closeInput() {
        closed = true;
        stdin.end();
        screen.abandon();
    }

    @Override
    public InputStream input() {
        return new PipeInputStream(stdin);
    }

    @Override
    public OutputStream output() {
        PipeOutputStream out = new PipeOutputStream(screen, gate);
        return new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                write(new byte[] {(byte) value}, 0, 1);
            }

            @Override
            public void write(byte[] source, int offset, int length) throws IOException {
                ByteString.Output cooked = ByteString.newOutput(length + 16);
                for (int i = offset; i < offset + length; i++) {
                    if (source[i] == '\n') {
                        cooked.write('\r');
                    }
                    cooked.write(source[i]);
                }
                byte[] bytes = cooked.toByteString().toByteArray();
                out.write(bytes, 0, bytes.length);
            }
        };
    }

    @Override
    public OutputStream errors() {
        return output();
    }

    @Override
    public synchronized void processEnded() {
        deaf = true;
        stdin.abandon();
        screen.end();
    }

    @Override
    public int waiting() {
        return stdin.waitingWrites() + screen.waitingReads();
    }
}
