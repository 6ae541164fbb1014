// SPDX-License-Identifier: Apache-2.0

/** As a module; it works on the class path too. */
module example.tracing {
    requires io.github.agentctl.client;
    requires io.github.agentctl.simulator;
    requires io.github.agentctl.ttrpc;
    requires io.opentelemetry.api;
    requires io.opentelemetry.context;
    requires io.opentelemetry.instrumentation.grpc_1_6;
    requires io.opentelemetry.sdk;
    requires io.opentelemetry.sdk.common;
    requires io.opentelemetry.sdk.trace;

    uses io.github.agentctl.api.transport.TransportProvider;
}
