// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.hybrid;

import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.transport.tck.ProviderSpecifics;
import io.github.agentctl.transport.tck.TransportContract;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;

class HybridContractIT extends TransportContract {
    private static final AtomicInteger LAST = new AtomicInteger();

    @TempDir
    Path directory;

    private final ProviderSpecifics specifics = new ProviderSpecifics(
            new HybridTransport(),
            () -> new Endpoint.Hybrid(
                    new Endpoint.Unix(
                            directory.resolve(LAST.incrementAndGet() + ".sock").toString()),
                    1024),
            true);

    @Override
    public ProviderSpecifics specifics() {
        return specifics;
    }
}
