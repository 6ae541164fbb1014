// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.io.IOException;
import java.util.HexFormat;

/** Turns a response frame's data into what a listener hears. What the peer sent may be anything. */
final class ResponseReader<A> {
    private static final int SHOWN = 16;

    private final MethodDescriptor<?, A> method;
    private final CallOptions options;

    ResponseReader(MethodDescriptor<?, A> method, CallOptions options) {
        this.method = method;
        this.options = options;
    }

    void deliver(byte[] data, ClientCall.Listener<A> listener) {
        A message;
        try {
            ResponseEnvelope response = ResponseEnvelope.parse(data);
            Statuses.Received received = Statuses.parse(response.status());
            if (!received.status().isOk()) {
                listener.onClose(received.status(), received.trailers());
                return;
            }
            Integer limit = options.getMaxInboundMessageSize();
            if (limit != null && response.length() > limit) {
                String text = "the reply has " + response.length() + " bytes, over the call's limit of " + limit;
                listener.onClose(Status.RESOURCE_EXHAUSTED.withDescription(text), new Metadata());
                return;
            }
            message = Payload.parse(method.getResponseMarshaller(), data, response.offset(), response.length());
        } catch (IOException | RuntimeException e) {
            String first = HexFormat.of().formatHex(data, 0, Math.min(SHOWN, data.length));
            String text =
                    "the reply is no response of " + method.getFullMethodName() + "; it begins with the bytes " + first;
            listener.onClose(Status.INTERNAL.withDescription(text).withCause(e), new Metadata());
            return;
        }
        listener.onHeaders(new Metadata());
        listener.onMessage(message);
        listener.onClose(Status.OK, new Metadata());
    }
}
