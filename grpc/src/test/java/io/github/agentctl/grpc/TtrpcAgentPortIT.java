// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.grpc;

import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class TtrpcAgentPortIT extends AgentPortContract {
    TtrpcAgentPortIT(Place place) {
        super("ttrpc", place);
    }
}
