// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.jnr;

import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.transport.tck.PathListenerContract;
import io.github.agentctl.transport.tck.PathSocketContract;
import io.github.agentctl.transport.tck.ProviderSpecifics;
import io.github.agentctl.transport.tck.TransportContract;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;

class JnrContractIT extends TransportContract implements PathSocketContract, PathListenerContract {
    private static final AtomicInteger LAST = new AtomicInteger();

    @TempDir
    Path directory;

    private final ProviderSpecifics specifics = new ProviderSpecifics(
            new JnrTransport(),
            () -> new Endpoint.Unix(
                    directory.resolve(LAST.incrementAndGet() + ".sock").toString()),
            true);

    @Override
    public ProviderSpecifics specifics() {
        return specifics;
    }
}
