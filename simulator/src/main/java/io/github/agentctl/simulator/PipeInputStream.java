// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.InputStream;

/** The end of a pipe that a simulated process reads. Blocks; an interrupt ends the wait. */
final class PipeInputStream extends InputStream {
    private final Pipe pipe;

    PipeInputStream(Pipe pipe) {
        this.pipe = pipe;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        ByteString data = Blocking.get(pipe.read(length));
        data.copyTo(target, offset);
        return data.isEmpty() ? -1 : data.size();
    }
}
