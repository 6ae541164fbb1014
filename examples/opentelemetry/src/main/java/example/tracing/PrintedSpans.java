// SPDX-License-Identifier: Apache-2.0
package example.tracing;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;

/** Writes a line for each span that has ended. */
final class PrintedSpans implements SpanExporter {
    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        spans.forEach(span -> System.out.println(span.getKind() + " " + span.getName() + " "
                + span.getStatus().getStatusCode() + " span " + span.getSpanId() + " in " + span.getParentSpanId()));
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
