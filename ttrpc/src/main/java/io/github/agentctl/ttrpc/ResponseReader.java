// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.io.IOException;

/** Turns a response frame's data into what a listener hears. What the peer sent may be anything. */
final class ResponseReader {
    private ResponseReader() {}

    static <A> void deliver(
            byte[] data, MethodDescriptor<?, A> method, CallOptions options, ClientCall.Listener<A> listener) {
        A message;
        try {
            ResponseEnvelope response = ResponseEnvelope.parse(data);
            if (response.status().length > 0) {
                Statuses.Received received = Statuses.parse(response.status());
                if (!received.status().isOk()) {
                    listener.onClose(received.status(), received.trailers());
                    return;
                }
            }
            Integer limit = options.getMaxInboundMessageSize();
            if (limit != null && response.length() > limit) {
                String text = "the reply has " + response.length() + " bytes, over the call's limit of " + limit;
                listener.onClose(Status.RESOURCE_EXHAUSTED.withDescription(text), new Metadata());
                return;
            }
            message = Payload.parse(method.getResponseMarshaller(), data, response.offset(), response.length());
        } catch (OutOfMemoryError e) {
            // A few bytes may stand for an object of many, and a frame has place for a million of them.
            String text = "the reply of " + data.length + " bytes takes more memory than there is";
            listener.onClose(Status.RESOURCE_EXHAUSTED.withDescription(text).withCause(e), new Metadata());
            return;
        } catch (IOException | RuntimeException | Error e) {
            String text = "the reply is no response of " + method.getFullMethodName() + Hex.beginning(data);
            listener.onClose(Status.INTERNAL.withDescription(text).withCause(e), new Metadata());
            return;
        }
        listener.onClose(hear(message, listener), new Metadata());
    }

    /** The status the call ends with: a listener that throws has cancelled it, as grpc-java has it. */
    private static <A> Status hear(A message, ClientCall.Listener<A> listener) {
        try {
            listener.onHeaders(new Metadata());
            listener.onMessage(message);
            return Status.OK;
        } catch (RuntimeException | Error e) {
            return Status.CANCELLED
                    .withDescription("the listener failed on the reply")
                    .withCause(e);
        }
    }
}
