// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.unix;

import io.github.agentctl.api.transport.Endpoint;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** Free addresses of Unix sockets. */
final class Addresses {
    private static final AtomicInteger LAST = new AtomicInteger();

    private Addresses() {}

    static Endpoint path(Path directory) {
        return new Endpoint.Unix(
                directory.resolve(LAST.incrementAndGet() + ".sock").toString());
    }

    static Endpoint name() {
        return new Endpoint.AbstractUnix(
                "agentctl-test-" + ProcessHandle.current().pid() + "-" + LAST.incrementAndGet());
    }
}
