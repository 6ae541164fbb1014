// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.grpc;

import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class GrpcAgentPortIT extends AgentPortContract {
    GrpcAgentPortIT(Place place) {
        super("grpc", place);
    }
}
