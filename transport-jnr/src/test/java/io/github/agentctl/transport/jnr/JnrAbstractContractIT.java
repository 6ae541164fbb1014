// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.jnr;

import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.transport.tck.ProviderSpecifics;
import io.github.agentctl.transport.tck.TransportContract;
import java.util.concurrent.atomic.AtomicInteger;

class JnrAbstractContractIT extends TransportContract {
    private static final AtomicInteger LAST = new AtomicInteger();

    private final ProviderSpecifics specifics = new ProviderSpecifics(
            new JnrTransport(),
            () -> new Endpoint.AbstractUnix(
                    "agentctl-jnr-" + ProcessHandle.current().pid() + "-" + LAST.incrementAndGet()),
            true);

    @Override
    public ProviderSpecifics specifics() {
        return specifics;
    }
}
