// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import java.io.IOException;
import java.io.OutputStream;

/** A reader that goes away after some bytes, as {@code head} does. */
final class ClosedAfter extends OutputStream {
    private final int limit;
    private int written;

    ClosedAfter(int limit) {
        this.limit = limit;
    }

    @Override
    public void write(int value) throws IOException {
        if (written++ >= limit) {
            throw new IOException("Broken pipe");
        }
    }
}
