// SPDX-License-Identifier: Apache-2.0
package example.tracing;

import io.github.agentctl.api.CallException;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.Listener;
import io.github.agentctl.api.transport.Transports;
import io.github.agentctl.client.AgentClient;
import io.github.agentctl.proto.StatsContainerRequest;
import io.github.agentctl.simulator.SimulatedAgent;
import io.github.agentctl.ttrpc.TtrpcServer;
import io.grpc.ServerInterceptors;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.instrumentation.grpc.v1_6.GrpcTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;

/** Two calls over ttrpc, one of which fails; each is a span of the client and, within it, one of the agent. */
public final class TracedCalls {
    private TracedCalls() {}

    public static void main(String[] arguments) {
        try (OpenTelemetrySdk telemetry = telemetry(new PrintedSpans())) {
            make(telemetry);
        }
    }

    static OpenTelemetrySdk telemetry(SpanExporter spans) {
        return OpenTelemetrySdk.builder()
                .setTracerProvider(SdkTracerProvider.builder()
                        .addSpanProcessor(SimpleSpanProcessor.create(spans))
                        .build())
                .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
                .build();
    }

    static void make(OpenTelemetry telemetry) {
        GrpcTelemetry grpc = GrpcTelemetry.create(telemetry);
        Endpoint address = Endpoint.parse("sim://traced");
        TtrpcServer server = serve(address, grpc);
        try (AgentClient agent = AgentClient.builder(address)
                .intercept(grpc.createClientInterceptor())
                .connect()) {
            agent.check();
            agent.statsContainer(
                    StatsContainerRequest.newBuilder().setContainerId("nobody").build());
        } catch (CallException e) {
            System.out.println(e.getMessage());
        } finally {
            server.shutdownNow();
        }
    }

    private static TtrpcServer serve(Endpoint address, GrpcTelemetry grpc) {
        Listener listener = Transports.installed()
                .select(address, null, Transports.Purpose.LISTEN)
                .listen(address);
        TtrpcServer.Builder server = TtrpcServer.builder(listener);
        new SimulatedAgent()
                .services()
                .forEach(service ->
                        server.addService(ServerInterceptors.intercept(service, grpc.createServerInterceptor())));
        return server.build().start();
    }
}
