// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.unix;

import io.github.agentctl.transport.tck.PathListenerContract;
import io.github.agentctl.transport.tck.PathSocketContract;
import io.github.agentctl.transport.tck.ProviderSpecifics;
import io.github.agentctl.transport.tck.TransportContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class JunixsocketContractIT extends TransportContract implements PathSocketContract, PathListenerContract {
    @TempDir
    Path directory;

    private final ProviderSpecifics specifics =
            new ProviderSpecifics(new JunixsocketTransport(), () -> Addresses.path(directory), true);

    @Override
    public ProviderSpecifics specifics() {
        return specifics;
    }
}
