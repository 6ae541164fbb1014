// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.hybrid;

import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.transport.tck.ProviderSpecifics;
import io.github.agentctl.transport.tck.TransportContract;
import java.util.concurrent.atomic.AtomicInteger;

/** Behind an abstract name. */
class HybridAbstractContractIT extends TransportContract {
    private static final AtomicInteger LAST = new AtomicInteger();

    private final ProviderSpecifics specifics = new ProviderSpecifics(
            new HybridTransport(),
            () -> new Endpoint.Hybrid(
                    new Endpoint.AbstractUnix(
                            "agentctl-hvsock-" + ProcessHandle.current().pid() + "-" + LAST.incrementAndGet()),
                    1024),
            true);

    @Override
    public ProviderSpecifics specifics() {
        return specifics;
    }
}
