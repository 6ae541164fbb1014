// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.agentctl.client.AgentClient;
import io.github.agentctl.proto.CheckRequest;
import io.github.agentctl.proto.HealthCheckResponse.ServingStatus;
import io.github.agentctl.proto.HealthGrpc;
import io.github.agentctl.simulator.Fault;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The example of docs/embedded-agent.md. */
class CheckTwiceIT {
    @RegisterExtension
    static SimulatedAgent agent = SimulatedAgent.onUnixSocket();

    @Test
    void triesOnceMore() {
        agent.fault(Fault.on("Check").status(Code.UNAVAILABLE).times(1));

        assertTrue(new CheckTwice(agent.address()).serving());

        assertEquals(2, agent.calls("Check").size());
    }

    private record CheckTwice(String address) {
        boolean serving() {
            try (AgentClient client = AgentClient.connect(address)) {
                var health = HealthGrpc.newBlockingStub(client.channel());
                try {
                    return serving(health);
                } catch (StatusRuntimeException e) {
                    return serving(health);
                }
            }
        }

        private static boolean serving(HealthGrpc.HealthBlockingStub health) {
            return health.check(CheckRequest.getDefaultInstance()).getStatus() == ServingStatus.SERVING;
        }
    }
}
