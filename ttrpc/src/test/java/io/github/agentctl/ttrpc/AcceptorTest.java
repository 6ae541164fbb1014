// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.Listener;
import io.github.agentctl.transport.spi.InProcessListener;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class AcceptorTest {
    private final InProcessListener listener = new InProcessListener(new Endpoint.Other("sim", ""));
    private final List<Connection> accepted = new ArrayList<>();

    @Test
    void aConnectionThatNobodyCanServeIsClosedAndTheNextIsAccepted() {
        RawPeer first = RawPeer.at(listener.connect());
        listener.connect();

        run(listener, connection -> {
            if (accepted.isEmpty()) {
                accepted.add(connection);
                throw new OutOfMemoryError("unable to create native thread");
            }
            listener.close();
        });

        assertThat(accepted).hasSize(1);
        assertThatThrownBy(() -> first.read(1)).hasCauseInstanceOf(EOFException.class);
    }

    @Test
    void aListenerThatFailsOnceIsAskedAgain() {
        listener.connect();

        run(new FailingOnce(listener), connection -> {
            accepted.add(connection);
            listener.close();
        });

        assertThat(accepted).hasSize(1);
    }

    private static void run(Listener from, Consumer<Connection> target) {
        assertThatCode(new Acceptor(from, () -> true, target)::run).doesNotThrowAnyException();
    }

    private static final class FailingOnce implements Listener {
        private final Listener beneath;
        private boolean failed;

        FailingOnce(Listener beneath) {
            this.beneath = beneath;
        }

        @Override
        public Connection accept() throws IOException {
            if (!failed) {
                failed = true;
                throw new IllegalStateException("of the transport");
            }
            return beneath.accept();
        }

        @Override
        public Endpoint endpoint() {
            return beneath.endpoint();
        }

        @Override
        public void close() {
            beneath.close();
        }
    }
}
