// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What a stream's observer heard, in order: messages, then a status. */
class Events<T> implements StreamObserver<T> {
    private final BlockingQueue<Object> heard = new LinkedBlockingQueue<>();

    @Override
    public void onNext(T message) {
        heard.add(message);
    }

    @Override
    public void onError(Throwable cause) {
        heard.add(Status.fromThrowable(cause));
    }

    @Override
    public void onCompleted() {
        heard.add(Status.OK);
    }

    /** Nothing was heard that was not taken. */
    boolean isEmpty() {
        return heard.isEmpty();
    }

    /** The next event, within ten seconds. */
    Object next() throws InterruptedException {
        Object event = heard.poll(10, TimeUnit.SECONDS);
        assertThat(event).as("an event within ten seconds").isNotNull();
        return event;
    }

    /** The next event is the end, with this code. */
    Status end(Status.Code code) throws InterruptedException {
        Object event = next();
        assertThat(event).isInstanceOf(Status.class);
        Status status = (Status) event;
        assertThat(status.getCode()).as("%s", status).isEqualTo(code);
        return status;
    }

    /** Takes everything up to the end, whatever it is. */
    void awaitEnd() throws InterruptedException {
        while (!(next() instanceof Status)) {
            // A message.
        }
    }

    /** How many messages came before the end, which is taken too. */
    int countToTheEnd(Status.Code code) throws InterruptedException {
        int count = 0;
        for (Object event = next(); ; event = next()) {
            if (event instanceof Status status) {
                assertThat(status.getCode()).as("%s", status).isEqualTo(code);
                return count;
            }
            count++;
        }
    }
}
