// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.OutputStream;

/** The end of a pipe that a simulated process writes, when its gate lets it. Blocks; an interrupt ends the wait. */
final class PipeOutputStream extends OutputStream {
    private final Pipe pipe;
    private final Gate gate;

    PipeOutputStream(Pipe pipe, Gate gate) {
        this.pipe = pipe;
        this.gate = gate;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        gate.pass();
        int unused = Blocking.get(pipe.write(ByteString.copyFrom(source, offset, length)));
    }
}
