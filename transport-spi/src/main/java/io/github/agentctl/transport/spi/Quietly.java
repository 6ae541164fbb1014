// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.spi;

import java.io.Closeable;
import java.io.IOException;

/** Closes what nobody waits for the result of. */
final class Quietly {
    private Quietly() {}

    static void close(Closeable resource) {
        try {
            resource.close();
        } catch (IOException e) {
            // The descriptor is gone all the same (close(2)), and nobody could do anything about it.
        }
    }
}
