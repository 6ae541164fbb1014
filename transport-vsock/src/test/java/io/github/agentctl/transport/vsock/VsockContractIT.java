// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.vsock;

import io.github.agentctl.api.transport.Availability;
import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.Listener;
import io.github.agentctl.transport.tck.Specifics;
import io.github.agentctl.transport.tck.TransportContract;
import io.grpc.Deadline;

/** On CID 1: where the kernel has no loopback, all is skipped. A virtual machine of the project's own has it. */
class VsockContractIT extends TransportContract {
    private final Specifics specifics = new Specifics() {
        private final VsockTransport transport = new VsockTransport();

        @Override
        public Availability availability() {
            return LocalPorts.AVAILABILITY;
        }

        @Override
        public Endpoint newAddress() {
            return LocalPorts.next();
        }

        @Override
        public Listener listen(Endpoint endpoint) {
            return transport.listen(endpoint);
        }

        @Override
        public Connection connect(Endpoint endpoint, Deadline deadline) {
            return transport.connect(endpoint, deadline);
        }
    };

    @Override
    public Specifics specifics() {
        return specifics;
    }
}
