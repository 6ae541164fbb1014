// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.StringValue;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What a call's listener heard, in order: messages, then a status. Asks for nothing by itself. */
class Heard extends ClientCall.Listener<StringValue> {
    private final BlockingQueue<Object> events = new LinkedBlockingQueue<>();

    @Override
    public void onMessage(StringValue message) {
        events.add(message);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
        events.add(status);
    }

    boolean isEmpty() {
        return events.isEmpty();
    }

    Object next() throws InterruptedException {
        Object event = events.poll(10, TimeUnit.SECONDS);
        assertThat(event).as("an event within ten seconds").isNotNull();
        return event;
    }

    Status end(Status.Code code) throws InterruptedException {
        Object event = next();
        assertThat(event).isInstanceOf(Status.class);
        Status status = (Status) event;
        assertThat(status.getCode()).as("%s", status).isEqualTo(code);
        return status;
    }
}
