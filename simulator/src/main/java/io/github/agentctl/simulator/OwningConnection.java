// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import io.github.agentctl.api.WireProvider;
import io.github.agentctl.api.Wires;
import io.github.agentctl.transport.spi.ForwardingConnection;
import io.github.agentctl.transport.spi.InProcessListener;
import io.github.agentctl.ttrpc.TtrpcWire;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A connection with an agent of its own, which ends with it. The agent speaks what its client does: the first byte tells,
 * so it is made when that one comes.
 */
final class OwningConnection extends ForwardingConnection {
    /** HTTP/2 begins with {@code PRI *}; a frame of ttrpc with the highest byte of its length, which is 0. */
    private static final byte HTTP2 = 'P';

    private final InProcessListener listener;
    private @Nullable SimulatedAgent agent;
    private boolean closed;

    OwningConnection(InProcessListener listener) {
        super(listener.connect());
        this.listener = listener;
    }

    /** None before the first byte. */
    synchronized @Nullable SimulatedAgent agent() {
        return agent;
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
        for (int i = offset; i < offset + length; i++) {
            if (sources[i].hasRemaining()) {
                begin(sources[i].get(sources[i].position()));
                break;
            }
        }
        return super.write(sources, offset, length);
    }

    private synchronized void begin(byte first) throws IOException {
        if (agent == null && !closed) {
            agent = SimulatedAgent.serve(listener, wire(first));
        }
    }

    private static WireProvider wire(byte first) throws IOException {
        if (first != HTTP2) {
            return new TtrpcWire();
        }
        try {
            return Wires.installed().select("grpc");
        } catch (IllegalStateException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        super.close();
        SimulatedAgent running;
        synchronized (this) {
            closed = true;
            running = agent;
        }
        if (running != null) {
            running.close();
        } else {
            listener.close();
        }
    }
}
