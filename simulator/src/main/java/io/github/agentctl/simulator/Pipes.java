// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import com.google.protobuf.ByteString;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;

/** Three pipes, as a process without a terminal has them. */
final class Pipes implements Stdio {
    private final Pipe stdin = new Pipe();
    private final Pipe stdout = new Pipe();
    private final Pipe stderr = new Pipe();
    private final Gate gate;
    private volatile boolean inputClosed;

    Pipes(Gate gate) {
        this.gate = gate;
    }

    @Override
    public CompletableFuture<Integer> write(ByteString data) {
        if (inputClosed) {
            throw Failure.internal("Cannot get writer");
        }
        return stdin.write(data);
    }

    @Override
    public CompletableFuture<ByteString> readOutput(int limit) {
        return stdout.read(limit);
    }

    @Override
    public CompletableFuture<ByteString> readErrors(int limit) {
        return stderr.read(limit);
    }

    @Override
    public void closeInput() {
        inputClosed = true;
        stdin.end();
    }

    @Override
    public InputStream input() {
        return new PipeInputStream(stdin);
    }

    @Override
    public OutputStream output() {
        return new PipeOutputStream(stdout, gate);
    }

    @Override
    public OutputStream errors() {
        return new PipeOutputStream(stderr, gate);
    }

    @Override
    public void processEnded() {
        stdin.abandon();
        stdout.end();
        stderr.end();
    }

    @Override
    public int waiting() {
        return stdin.waitingWrites() + stdout.waitingReads() + stderr.waitingReads();
    }
}
