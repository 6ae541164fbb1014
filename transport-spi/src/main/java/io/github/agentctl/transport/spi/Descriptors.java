// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.spi;

import java.io.IOException;
import java.nio.channels.Pipe;
import java.nio.channels.Selector;

/** The file descriptors that this process may still have. An exception for their lack is of no class of its own. */
final class Descriptors {
    static final String NONE = "this process has no file descriptor left (close some, or raise ulimit -n)";

    private Descriptors() {}

    /** Whether there are as many as a connection takes. Asked only where something has failed. */
    static boolean areFree() {
        try (Selector selector = Selector.open()) {
            Pipe pipe = Pipe.open();
            Quietly.close(pipe.source());
            Quietly.close(pipe.sink());
            return selector.isOpen();
        } catch (IOException e) {
            return false;
        }
    }
}
