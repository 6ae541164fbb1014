// SPDX-License-Identifier: Apache-2.0
import io.github.agentctl.api.transport.TransportProvider;
import io.github.agentctl.transport.hybrid.HybridTransport;
import org.jspecify.annotations.NullMarked;

/** A guest's ports behind the Unix socket of its hypervisor. */
@NullMarked
module io.github.agentctl.transport.hybrid {
    requires static org.jspecify;
    requires transitive io.github.agentctl.api;
    requires io.github.agentctl.transport.spi;

    exports io.github.agentctl.transport.hybrid;

    provides TransportProvider with
            HybridTransport;
}
