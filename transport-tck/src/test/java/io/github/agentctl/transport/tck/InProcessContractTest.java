// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.tck;

import io.github.agentctl.api.transport.Availability;
import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.Listener;
import io.github.agentctl.api.transport.TransportException.Reason;
import io.github.agentctl.transport.spi.Attempt;
import io.github.agentctl.transport.spi.InProcessListener;
import io.grpc.Deadline;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The pipes of transport-spi, under names of this test's own. */
class InProcessContractTest extends TransportContract {
    private final Specifics specifics = new InProcess();

    @Override
    public Specifics specifics() {
        return specifics;
    }

    private static final class InProcess implements Specifics {
        private final Map<Endpoint, InProcessListener> listeners = new ConcurrentHashMap<>();
        private final AtomicInteger names = new AtomicInteger();

        @Override
        public Availability availability() {
            return new Availability.Available();
        }

        @Override
        public Endpoint newAddress() {
            return new Endpoint.Other("pipe", String.valueOf(names.incrementAndGet()));
        }

        @Override
        public Listener listen(Endpoint endpoint) {
            return listeners.compute(endpoint, (address, present) -> {
                if (present != null && present.isOpen()) {
                    throw Attempt.LISTEN.failed(address, Reason.IN_USE, "somebody has that pipe", null);
                }
                return new InProcessListener(address, 1000);
            });
        }

        @Override
        public Connection connect(Endpoint endpoint, Deadline deadline) {
            InProcessListener listener = listeners.get(endpoint);
            if (listener == null) {
                throw Attempt.CONNECT.failed(endpoint, Reason.NOT_THERE, "no such pipe", null);
            }
            return listener.connect();
        }

        @Override
        public boolean hasDescriptors() {
            return false;
        }
    }
}
