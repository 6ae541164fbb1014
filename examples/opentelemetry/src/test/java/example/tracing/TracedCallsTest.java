// SPDX-License-Identifier: Apache-2.0
package example.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TracedCallsTest {
    private final Queue<SpanData> spans = new ConcurrentLinkedQueue<>();

    @Test
    void putsTheAgentsSpanIntoTheClients() {
        traced();

        SpanData client = only("grpc.Health/Check", SpanKind.CLIENT);
        SpanData server = only("grpc.Health/Check", SpanKind.SERVER);
        assertThat(client.getParentSpanId()).isEqualTo(SpanId.getInvalid());
        assertThat(server.getParentSpanId()).isEqualTo(client.getSpanId());
        assertThat(server.getTraceId()).isEqualTo(client.getTraceId());
        assertThat(client.getStatus()).isEqualTo(StatusData.unset());
    }

    @Test
    void marksACallThatFails() {
        traced();

        assertThat(only("grpc.AgentService/StatsContainer", SpanKind.CLIENT).getStatus())
                .isNotEqualTo(StatusData.unset());
    }

    private void traced() {
        SpanExporter kept = SpanExporter.composite(new PrintedSpans(), new Kept());
        try (OpenTelemetrySdk telemetry = TracedCalls.telemetry(kept)) {
            TracedCalls.make(telemetry);
        }
    }

    private SpanData only(String name, SpanKind kind) {
        List<SpanData> found = spans.stream()
                .filter(span -> span.getName().equals(name) && span.getKind() == kind)
                .toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private final class Kept implements SpanExporter {
        @Override
        public CompletableResultCode export(java.util.Collection<SpanData> ended) {
            spans.addAll(ended);
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }
}
