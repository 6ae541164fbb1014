// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.unix;

import io.github.agentctl.transport.tck.ProviderSpecifics;
import io.github.agentctl.transport.tck.TransportContract;

class AbstractContractIT extends TransportContract {
    private final ProviderSpecifics specifics =
            new ProviderSpecifics(new JunixsocketTransport(), Addresses::name, true);

    @Override
    public ProviderSpecifics specifics() {
        return specifics;
    }
}
