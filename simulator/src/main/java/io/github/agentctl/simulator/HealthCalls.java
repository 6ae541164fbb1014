// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import io.github.agentctl.proto.HealthCheckResponse;
import io.github.agentctl.proto.HealthGrpc;
import io.github.agentctl.proto.VersionCheckResponse;

/** The service {@code grpc.Health}; it answers whatever the request says. */
final class HealthCalls {
    static final String AGENT_VERSION = "4.1.0";
    private static final String GRPC_VERSION = "0.0.1";

    private HealthCalls() {}

    static void register(Calls calls) {
        HealthCheckResponse serving = HealthCheckResponse.newBuilder()
                .setStatus(HealthCheckResponse.ServingStatus.SERVING)
                .build();
        VersionCheckResponse version = VersionCheckResponse.newBuilder()
                .setGrpcVersion(GRPC_VERSION)
                .setAgentVersion(AGENT_VERSION)
                .build();
        calls.answer(HealthGrpc.getCheckMethod(), request -> serving)
                .answer(HealthGrpc.getVersionMethod(), request -> version);
    }
}
